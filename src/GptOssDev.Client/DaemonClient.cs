using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Rpc;

namespace GptOssDev.Client;

/// <summary>
/// A connection to the daemon with typed calls. Safe on any thread; calls run concurrently. Every failure is a
/// <see cref="DaemonException"/>; cancellation is <see cref="OperationCanceledException"/> and reaches the daemon too.
/// </summary>
public sealed class DaemonClient : IAsyncDisposable
{
    private readonly DaemonTransport _transport;
    private readonly ProgressRouter _progress;
    private readonly RpcConnection _connection;
    private long _lastToken;

    private DaemonClient(DaemonTransport transport)
    {
        _transport = transport;
        _progress = new ProgressRouter();
        _connection = new RpcConnection(transport.Input, transport.Output, _progress);
        _connection.Start();
    }

    /// <summary>Connects, starting a daemon where the options say so.</summary>
    /// <exception cref="DaemonException">With the reason and one line that says what mends it.</exception>
    public static async Task<DaemonClient> ConnectAsync(
        DaemonConnectOptions options,
        CancellationToken cancellationToken = default
    ) => new(await DaemonTransport.OpenAsync(options, cancellationToken));

    /// <summary>Ends when the connection has ended, from either side. Never faults.</summary>
    public Task Ended => _connection.Completion;

    /// <summary>Speaks over a transport that is open already, and owns it from now on.</summary>
    public static DaemonClient Over(DaemonTransport transport) => new(transport);

    /// <summary>Calls a method and waits for its result.</summary>
    /// <exception cref="DaemonException">
    /// <see cref="DaemonFailure.Answered"/> with the error's code, or <see cref="DaemonFailure.ConnectionLost"/>.
    /// </exception>
    public async Task<TResult> CallAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return await _connection.RequestAsync(method, parameters, paramsType, resultType, cancellationToken);
        }
        catch (RpcException e)
        {
            throw new DaemonException(DaemonFailure.Answered, e.Message, e)
            {
                ErrorCode = e.Code,
                ErrorData = e.ErrorData,
            };
        }
        catch (RpcConnectionException e)
        {
            throw Lost(e);
        }
    }

    /// <summary>Sends a notification; nothing comes back.</summary>
    /// <exception cref="DaemonException"><see cref="DaemonFailure.ConnectionLost"/>.</exception>
    public async ValueTask NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await _connection.NotifyAsync(method, parameters, paramsType, cancellationToken);
        }
        catch (RpcConnectionException e)
        {
            throw Lost(e);
        }
    }

    /// <summary>A token for a call's <c>partialResultToken</c>, unique on this connection.</summary>
    public string NewProgressToken() =>
        "p" + Interlocked.Increment(ref _lastToken).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Hands the partial results under a token to a callback until the registration is disposed. The callback runs on the
    /// connection's read loop, in order, and before the call's result is returned: it must be short and must not throw.
    /// </summary>
    public IDisposable OnProgress<T>(string token, JsonTypeInfo<T> type, Action<T> callback) =>
        _progress.Add(token, json => callback(JsonSerializer.Deserialize(json.Span, type)!));

    /// <summary>Closes the connection and ends a private daemon.</summary>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _transport.DisposeAsync();
    }

    private DaemonException Lost(RpcConnectionException e) =>
        new(
            DaemonFailure.ConnectionLost,
            _transport.LastWords is { } words
                ? $"the daemon went away: {words}"
                : "the daemon went away before it answered: run the command again, and see gptoss logs",
            e
        );
}
