using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Inference.Machine;
using GptOssDev.Inference.Memory;
using GptOssDev.Llama;

namespace GptOssDev.Server.Models;

/// <summary>The engine's state in the wire's words. Answers at once, whatever the engine does; any thread.</summary>
internal static class EngineStatusConversions
{
    /// <param name="notice">Why a backend that is there is not used; null when there is nothing to say.</param>
    public static ModelStatus Model(EngineStatus status, string? notice)
    {
        var model = status.Model;
        var load = model?.Load;
        return new ModelStatus(
            status.Name,
            model?.Path,
            model?.Architecture,
            model?.Parameters ?? 0,
            model?.FileBytes ?? 0,
            model?.ContextTokens ?? 0,
            model?.Backend,
            model?.GpuLayers ?? 0,
            status.State switch
            {
                ModelState.Loading => "loading",
                ModelState.Ready => "ready",
                ModelState.Failed => "failed",
                _ => "unloaded",
            },
            status.Detail,
            load is { Plan.UsesGpu: true } ? load.Plan.Placement.CpuExpertLayers : 0,
            load?.Threads ?? 0,
            load?.BatchTokens ?? 0,
            load?.FlashAttention ?? false,
            load is null ? null : EngineSettings.KvWord(load.KvType),
            load?.Note is { } note && notice is not null ? $"{notice}; {note}" : notice ?? load?.Note
        );
    }

    /// <param name="library">Null until it has been loaded.</param>
    public static MemoryStatus Memory(EngineStatus status, LlamaLibrary? library, HostMemory host)
    {
        var load = status.Model?.Load;
        return new MemoryStatus(
            Environment.WorkingSet,
            GC.GetTotalMemory(forceFullCollection: false),
            host.FreeBytes,
            Share(load?.Host),
            Share(load?.Gpu),
            library is null ? null : Devices(library)
        );
    }

    private static List<DeviceMemory> Devices(LlamaLibrary library) =>
        [
            .. library
                .CurrentDevices()
                .Where(device => device.Kind is LlamaDeviceKind.Gpu or LlamaDeviceKind.IntegratedGpu)
                .Select(d => new DeviceMemory(d.Name, d.Description, d.FreeBytes, d.TotalBytes)),
        ];

    private static ModelMemory? Share(MemoryBreakdown? share) =>
        share is null ? null : new ModelMemory(share.Weights, share.Kv, share.Compute);
}
