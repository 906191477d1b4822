using GptOssDev.Inference.Machine;
using GptOssDev.Llama;

namespace GptOssDev.Inference.Memory;

/// <summary>Memory that a model may take now.</summary>
/// <param name="Host">Null where nobody measured it: then nothing is refused for it.</param>
/// <param name="Gpus">Free bytes of each GPU; empty without one.</param>
public sealed record AvailableMemory(HostMemory? Host, IReadOnlyList<long> Gpus)
{
    // The driver's context, its kernels, and a screen that needs some more.
    private const long GpuReserve = 512L << 20;

    // The process itself, and what the estimates do not see.
    private const long HostReserve = 256L << 20;

    /// <summary>Of devices, those the native loader would use: discrete GPUs, or the integrated one where there are none.</summary>
    public static AvailableMemory Of(HostMemory? host, IReadOnlyList<LlamaDevice> devices)
    {
        var discrete = devices.Where(device => device.Kind == LlamaDeviceKind.Gpu).ToList();
        var used = discrete.Count > 0 ? discrete : devices.Where(d => d.Kind == LlamaDeviceKind.IntegratedGpu).Take(1);
        return new AvailableMemory(host, [.. used.Select(device => device.FreeBytes)]);
    }

    public bool HasGpu => Gpus.Count > 0;

    public bool HoldsOnHost(MemoryPlan plan) => Host is not { } host || plan.Host.Total + HostReserve <= host.FreeBytes;

    /// <summary>
    /// Whether the GPUs hold the plan. Over several the native loader deals out whole layers by the free memory of each, so
    /// that up to one layer of each but the first finds no room.
    /// </summary>
    public bool HoldsOnGpu(MemoryPlan plan, long largestLayer) =>
        !plan.UsesGpu
        || plan.Gpu.Total + (Gpus.Count - 1) * largestLayer + Gpus.Count * GpuReserve <= Gpus.Sum(free => free);
}
