namespace GptOssDev.Llama;

/// <summary>What a native buffer holds.</summary>
public enum LlamaBufferKind
{
    Weights,

    /// <summary>Keys and values of past tokens.</summary>
    Kv,

    /// <summary>What a graph computes on, and the logits it gives out.</summary>
    Compute,
}

/// <summary>One buffer that the native side made.</summary>
/// <param name="Device">As the native side names it: <c>CPU</c>, <c>CPU_Mapped</c>, <c>CUDA0</c>, …</param>
public sealed record LlamaBuffer(string Device, LlamaBufferKind Kind, long Bytes)
{
    /// <summary>Whether it lies in the machine's own memory, buffers a GPU can read there included.</summary>
    public bool IsOnHost =>
        Device.StartsWith("CPU", StringComparison.Ordinal)
        || Device.StartsWith("AMX", StringComparison.Ordinal)
        || Device.EndsWith("_Host", StringComparison.Ordinal);
}
