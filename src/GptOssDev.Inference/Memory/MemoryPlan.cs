namespace GptOssDev.Inference.Memory;

/// <summary>Bytes on one side, the machine's own memory or the GPUs together.</summary>
/// <param name="Compute">What graphs compute on; an estimate until the native side has told.</param>
public sealed record MemoryBreakdown(long Weights, long Kv, long Compute)
{
    public long Total => Weights + Kv + Compute;
}

/// <summary>Where a model's parts go, and how large its context is.</summary>
/// <param name="GpuLayers">Last layers on the GPU, the output counted as the last of all.</param>
/// <param name="CpuExpertLayers">First layers whose experts stay on the CPU.</param>
public sealed record ModelPlacement(int GpuLayers, int CpuExpertLayers, int ContextTokens);

/// <summary>A placement with what it needs.</summary>
public sealed record MemoryPlan(ModelPlacement Placement, MemoryBreakdown Host, MemoryBreakdown Gpu)
{
    public long Total => Host.Total + Gpu.Total;

    public bool UsesGpu => Placement.GpuLayers > 0;

    /// <summary>Whether it needs clearly less than another on one side and no more on the other than that saves.</summary>
    public bool IsSmallerThan(MemoryPlan other)
    {
        // A GPU that was full wants more than a few megabytes back, and a load takes long: no small steps.
        const double Step = 0.85;
        return UsesGpu || other.UsesGpu ? Gpu.Total <= Step * other.Gpu.Total : Host.Total < other.Host.Total;
    }
}
