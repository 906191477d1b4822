namespace GptOssDev.Server.Rpc;

/// <summary>The bounds of one queue.</summary>
internal sealed record RequestQueueOptions
{
    public int MaxWaiting { get; init; } = 128;

    public int MaxConcurrentReads { get; init; } = 32;

    public int MaxConcurrentBackground { get; init; } = 1;
}
