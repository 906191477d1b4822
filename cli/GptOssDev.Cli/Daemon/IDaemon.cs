using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.Cli.Daemon;

/// <summary>
/// A connection to a daemon, as commands see it. Failures are <see cref="GptOssDev.Client.DaemonException"/>; a cancelled token
/// cancels the request at the daemon and throws <see cref="OperationCanceledException"/>.
/// </summary>
internal interface IDaemon : IAsyncDisposable
{
    /// <summary>Calls a method and waits for its result.</summary>
    Task<TResult> CallAsync<TParams, TResult>(
        DaemonMethod<TParams, TResult> method,
        TParams parameters,
        CancellationToken cancellationToken
    );

    /// <summary>A token for a call's <c>partialResultToken</c>, unique on this connection.</summary>
    string NewProgressToken();

    /// <summary>
    /// Hands partial results to a callback until the registration is disposed. The callback runs on the connection's
    /// thread, in order, and must not throw.
    /// </summary>
    IDisposable OnProgress<T>(string token, JsonTypeInfo<T> type, Action<T> callback);
}
