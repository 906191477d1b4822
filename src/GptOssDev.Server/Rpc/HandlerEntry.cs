namespace GptOssDev.Server.Rpc;

/// <summary>A handler with its types folded away: JSON in, JSON out. A notification's result is empty.</summary>
/// <param name="Result">Null for a notification.</param>
internal sealed record HandlerEntry(
    string Method,
    RequestMode Mode,
    Type Params,
    Type? Result,
    Func<ReadOnlyMemory<byte>, RequestContext, CancellationToken, Task<ReadOnlyMemory<byte>>> RunAsync
);
