using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.JsonRpc;

/// <summary>The other side of a connection, as seen by whoever wants to call it. Safe on any thread.</summary>
public interface IJsonRpcPeer
{
    /// <summary>
    /// Sends a request and waits for its answer. When <paramref name="cancellationToken"/> is cancelled the peer is told and the call ends at once
    /// with <see cref="OperationCanceledException"/>; a late answer is dropped.
    /// </summary>
    /// <exception cref="JsonRpcException">The peer answered with an error, or with a result of another shape.</exception>
    /// <exception cref="JsonRpcConnectionException">The connection is gone.</exception>
    Task<TResult> RequestAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Sends a notification; completes when it is queued. Notifications and answers leave in the order in which they
    /// were queued.
    /// </summary>
    /// <exception cref="JsonRpcConnectionException">The connection is gone.</exception>
    ValueTask NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        CancellationToken cancellationToken
    );
}
