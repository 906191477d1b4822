using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.Rpc;

/// <summary>The other side of a connection, to be called. Thread-safe.</summary>
public interface IRpcPeer
{
    /// <summary>
    /// Sends a request and returns its result. Cancellation notifies the peer and ends the call at once with
    /// <see cref="OperationCanceledException"/>; a late answer is dropped.
    /// </summary>
    /// <exception cref="RpcException">The peer answered with an error, or with a result of another shape.</exception>
    /// <exception cref="RpcConnectionException">The connection has ended.</exception>
    Task<TResult> RequestAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Sends a notification; completes when it is queued. Notifications and answers leave in the order in which they were
    /// queued.
    /// </summary>
    /// <exception cref="RpcConnectionException">The connection has ended.</exception>
    ValueTask NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        CancellationToken cancellationToken
    );
}
