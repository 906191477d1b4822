namespace GptOssDev.Server.Requests;

/// <summary>A handler with its types folded away: JSON in, JSON out. A notification's result is empty.</summary>
internal sealed record HandlerEntry(
    string Method,
    RequestMode Mode,
    Func<ReadOnlyMemory<byte>, RequestContext, CancellationToken, Task<ReadOnlyMemory<byte>>> RunAsync
);
