using System.Text.Json.Serialization.Metadata;
using GptOssDev.Cli.Output.Terminal;

namespace GptOssDev.Cli.Daemon;

/// <summary>One call to the daemon from connecting to closing, with something moving on the terminal meanwhile.</summary>
internal static class DaemonCall
{
    public static async Task<TResult> RunAsync<TParams, TResult>(
        Invocation invocation,
        DaemonMethod<TParams, TResult> method,
        TParams parameters,
        string doing,
        CancellationToken cancellationToken
    )
    {
        await using var spinner = Spinner.Start(invocation.Context, invocation.Screen, doing);
        await using var daemon = await invocation.ConnectAsync(cancellationToken);
        return await daemon.CallAsync(method, parameters, cancellationToken);
    }

    /// <summary>The same with partial results.</summary>
    /// <param name="build">Makes the params for a <c>partialResultToken</c>.</param>
    /// <param name="receive">
    /// Gets the partial results in order, on the connection's thread. When it throws, the call is cancelled and the
    /// exception comes out here.
    /// </param>
    public static async Task<TResult> StreamAsync<TParams, TResult, TDelta>(
        Invocation invocation,
        DaemonMethod<TParams, TResult> method,
        Func<string, TParams> build,
        JsonTypeInfo<TDelta> deltaType,
        Action<TDelta> receive,
        string doing,
        CancellationToken cancellationToken
    )
    {
        await using var spinner = Spinner.Start(invocation.Context, invocation.Screen, doing);
        await using var daemon = await invocation.ConnectAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? failure = null;
        var token = daemon.NewProgressToken();
        using var registration = daemon.OnProgress(
            token,
            deltaType,
            delta =>
            {
                if (failure is not null)
                {
                    return;
                }

                try
                {
                    spinner.Stop();
                    receive(delta);
                }
                catch (CliException problem)
                {
                    failure = problem;
                    either.Cancel();
                }
            }
        );
        try
        {
            return await daemon.CallAsync(method, build(token), either.Token);
        }
        catch (OperationCanceledException) when (failure is not null)
        {
            throw failure;
        }
    }
}
