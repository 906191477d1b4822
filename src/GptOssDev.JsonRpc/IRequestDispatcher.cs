namespace GptOssDev.JsonRpc;

/// <summary>
/// Answers what the peer sends. Both methods are called on the connection's read loop in the order of arrival, and the loop goes
/// on as soon as they first wait: whoever needs the order (a document change before a request that reads it) fixes it in the
/// part that runs synchronously, and that part must be short.
/// </summary>
public interface IRequestDispatcher
{
    /// <summary>
    /// Answers one request with the result as UTF-8 JSON; empty memory means <c>null</c>. The token is cancelled when the peer
    /// cancels the request or the connection ends.
    /// </summary>
    /// <exception cref="JsonRpcException">Becomes the error answer. Any other exception becomes an internal error.</exception>
    ValueTask<ReadOnlyMemory<byte>> DispatchAsync(IncomingRequest request, CancellationToken cancellationToken);

    /// <summary>Takes one notification; nobody hears of its failure but <see cref="JsonRpcOptions.OnFault"/>.</summary>
    ValueTask NotifyAsync(IncomingNotification notification, CancellationToken cancellationToken);
}
