namespace GptOssDev.Llama;

/// <summary>The size and shape of a context. Checked before anything native is called.</summary>
public sealed record ContextOptions
{
    /// <summary>Tokens of memory for all sequences together; rounded up by the native side to a multiple of 256.</summary>
    public int ContextTokens { get; init; } = 4096;

    /// <summary>The most tokens one decode call takes.</summary>
    public int BatchTokens { get; init; } = 512;

    /// <summary>The most tokens computed at once; also how often the abort callback can act between graphs.</summary>
    public int MicroBatchTokens { get; init; } = 512;

    /// <summary>Sequences are numbered from zero to this, exclusive.</summary>
    public int MaxSequences { get; init; } = 1;

    /// <summary>Threads for a single token.</summary>
    public int Threads { get; init; } = 4;

    /// <summary>Threads for batches of several tokens.</summary>
    public int BatchThreads { get; init; } = 4;

    public FlashAttention FlashAttention { get; init; } = FlashAttention.Auto;

    public KvType KvType { get; init; } = KvType.F16;

    /// <summary>
    /// Keeps all positions of the windowed layers, not only the window: costs memory, and lets any sequence be cut
    /// back to any position.
    /// </summary>
    public bool FullSlidingWindow { get; init; } = true;

    /// <summary>One buffer for all sequences: copying a sequence costs nothing and shared prefixes are kept once.</summary>
    public bool UnifiedKv { get; init; } = true;
}
