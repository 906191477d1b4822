namespace GptOssDev.Inference;

/// <summary>How the engine runs a model.</summary>
/// <param name="ContextTokens">Cells of the KV cache, shared by all sequences; bounded by what the model was trained on.</param>
/// <param name="Sequences">Requests that can hold cells at once, cached ones included.</param>
/// <param name="BatchTokens">Most tokens of one decode step.</param>
/// <param name="GpuLayers">Layers on the GPU; -1 is all of them.</param>
public sealed record EngineOptions(int ContextTokens, int Sequences, int BatchTokens, int Threads, int GpuLayers)
{
    /// <summary>For a process that may use this many cores.</summary>
    public static EngineOptions For(int cores) =>
        new(ContextTokens: 8192, Sequences: 16, BatchTokens: 512, Threads: Math.Clamp(cores, 1, 64), GpuLayers: -1);
}
