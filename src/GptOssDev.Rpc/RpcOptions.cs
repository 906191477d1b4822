namespace GptOssDev.Rpc;

/// <summary>The bounds of one connection. Immutable.</summary>
public sealed record RpcOptions
{
    public static RpcOptions Default { get; } = new();

    /// <summary>The longest header block in bytes, its empty line included.</summary>
    public int MaxHeaderBytes { get; init; } = 4 * 1024;

    /// <summary>The longest message body in bytes; a longer one is refused and skipped.</summary>
    public int MaxBodyBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The longest body in bytes that is skipped to keep the connection; above it the connection is closed.</summary>
    public long MaxSkippedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The deepest nesting of a message's JSON.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How many messages may wait to be written before the connection ends.</summary>
    public int MaxQueuedMessages { get; init; } = 8 * 1024;

    /// <summary>How many bytes may wait to be written before the connection ends.</summary>
    public long MaxQueuedBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How many requests of the peer, notifications of the peer and calls of this side may run at once, each.</summary>
    public int MaxConcurrentRequests { get; init; } = 256;

    /// <summary>The error code for a request above <see cref="MaxConcurrentRequests"/>.</summary>
    public int BusyCode { get; init; } = RpcErrorCodes.RequestFailed;

    /// <summary>How long the end of a connection waits for running requests and for the last bytes to be written.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Receives, on any thread, each exception that is a bug, with the method it came from.</summary>
    public Action<string, Exception>? OnFault { get; init; }

    /// <summary>The clock of <see cref="CloseTimeout"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
