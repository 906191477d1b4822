using System.Text.Json;

namespace GptOssDev.Cli.Daemon;

/// <summary>
/// A connection to a daemon, as commands see it. Failures are <see cref="DaemonException"/>; a cancelled token cancels
/// the request at the daemon and throws <see cref="OperationCanceledException"/>.
/// </summary>
internal interface IDaemon : IAsyncDisposable
{
    /// <summary>Calls a method and waits for its result.</summary>
    /// <param name="progress">What to do with partial results, on the connection's thread; it must not throw.</param>
    Task<TResult> CallAsync<TParams, TResult>(
        DaemonMethod<TParams, TResult> method,
        TParams parameters,
        DaemonProgress? progress,
        CancellationToken cancellation
    );
}

/// <summary>Partial results of one call.</summary>
/// <param name="Token">The call's <c>partialResultToken</c>.</param>
internal sealed record DaemonProgress(string Token, Action<JsonElement> Receive);
