namespace GptOssDev.Tests.TinyModel;

/// <summary>The shape of a tiny random model. The same options always give the same bytes.</summary>
public sealed record TinyGptOssOptions
{
    public int Seed { get; init; } = 1;

    public int Layers { get; init; } = 2;

    public int Hidden { get; init; } = 64;

    public int Heads { get; init; } = 4;

    public int KvHeads { get; init; } = 2;

    public int HeadLength { get; init; } = 32;

    public int FeedForward { get; init; } = 64;

    public int Experts { get; init; } = 4;

    public int ExpertsUsed { get; init; } = 2;

    /// <summary>Tokens that the windowed layers see; smaller than the context so that tests meet the window.</summary>
    public int SlidingWindow { get; init; } = 16;

    public int ContextLength { get; init; } = 512;

    /// <summary>Writes the experts' weights as four-bit blocks, as the real models have them.</summary>
    public bool Mxfp4Experts { get; init; }

    /// <summary>Adds the tokens for filling a gap.</summary>
    public bool FillInTheMiddle { get; init; }

    /// <summary>The number of files.</summary>
    public int Shards { get; init; } = 1;
}
