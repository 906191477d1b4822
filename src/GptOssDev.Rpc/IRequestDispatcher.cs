namespace GptOssDev.Rpc;

/// <summary>
/// Answers what the peer sends. Both methods are called on the connection's read loop in the order of arrival, and the loop
/// continues at their first await that yields. What depends on the order (a document change before a request that reads it)
/// is fixed in the synchronous part, which must be short.
/// </summary>
public interface IRequestDispatcher
{
    /// <summary>
    /// Answers one request with the result as UTF-8 JSON; empty memory means <c>null</c>. The token is cancelled when the peer
    /// cancels the request or the connection ends.
    /// </summary>
    /// <exception cref="RpcException">Becomes the error answer. Any other exception becomes an internal error.</exception>
    ValueTask<ReadOnlyMemory<byte>> DispatchAsync(IncomingCall request, CancellationToken cancellationToken);

    /// <summary>Handles one notification; a failure goes to <see cref="RpcOptions.OnFault"/> alone.</summary>
    ValueTask NotifyAsync(IncomingCall notification, CancellationToken cancellationToken);
}
