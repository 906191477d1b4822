namespace GptOssDev.Server.Rpc;

/// <summary>Accepts clients at the daemon's endpoint. Disposing it takes the endpoint away and ends a pending accept.</summary>
internal interface IClientListener : IAsyncDisposable
{
    /// <summary>The next client of the same user; null when the listener was disposed.</summary>
    Task<Stream?> AcceptAsync(CancellationToken cancellationToken);
}
