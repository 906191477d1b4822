using System.Text.Json.Serialization.Metadata;
using GptOssDev.Client;

namespace GptOssDev.Cli.Daemon;

/// <summary>A connection of the client library, which it owns.</summary>
internal sealed class ClientDaemon(DaemonClient client) : IDaemon
{
    public Task<TResult> CallAsync<TParams, TResult>(
        DaemonMethod<TParams, TResult> method,
        TParams parameters,
        CancellationToken cancellationToken
    ) => client.CallAsync(method.Name, parameters, method.Params, method.Result, cancellationToken);

    public string NewProgressToken() => client.NewProgressToken();

    public IDisposable OnProgress<T>(string token, JsonTypeInfo<T> type, Action<T> callback) =>
        client.OnProgress(token, type, callback);

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
