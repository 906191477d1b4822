using GptOssDev.Llama;

namespace GptOssDev.Inference;

/// <summary>How the engine runs a model.</summary>
/// <param name="ContextTokens">
/// Cells of the KV cache, shared by all sequences; bounded by what the model was trained on. 0 leaves the choice to the
/// memory there is.
/// </param>
/// <param name="Sequences">Requests that can hold cells at once, cached ones included.</param>
/// <param name="BatchTokens">Most tokens of one decode step.</param>
/// <param name="GpuLayers">Layers on the GPU, the output among them; -1 is as many as fit.</param>
public sealed record EngineOptions(int ContextTokens, int Sequences, int BatchTokens, int Threads, int GpuLayers)
{
    /// <summary>The native library's own bound.</summary>
    public const int MaxThreads = 512;

    /// <summary>Cells of the smallest KV cache: the native side rounds up to as many.</summary>
    public const int LeastContextTokens = 256;

    /// <summary>First layers whose experts stay on the CPU; null is as few as the GPU's memory asks for.</summary>
    public int? CpuExpertLayers { get; init; }

    public FlashAttention FlashAttention { get; init; } = FlashAttention.Auto;

    public KvType KvType { get; init; } = KvType.F16;

    /// <summary>For a process that may use this many cores.</summary>
    public static EngineOptions For(int cores) =>
        new(
            ContextTokens: 8192,
            Sequences: 32,
            BatchTokens: 512,
            Threads: Math.Clamp(cores, 1, MaxThreads),
            GpuLayers: -1
        );
}
