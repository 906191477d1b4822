using GptOssDev.Contracts;
using GptOssDev.Rpc;
using GptOssDev.Server.Host;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// Serves every connected client, each on its own: its connection, its queue, its documents. A client's fault ends at most its
/// own connection. Bounded in number. Safe on any thread.
/// </summary>
/// <param name="onLeft">Called when a client's connection has ended.</param>
internal sealed class SessionHub(
    HandlerRegistry handlers,
    Activity activity,
    ILoggerFactory loggers,
    TimeProvider time,
    Action<ClientSession>? onLeft = null
) : IAsyncDisposable
{
    private const int MaxClients = 256;
    private readonly ILogger<SessionHub> _log = loggers.CreateLogger<SessionHub>();
    private readonly ErrorMapper _errors = new(loggers.CreateLogger<ErrorMapper>());
    private readonly Dictionary<long, RpcConnection> _connections = [];
    private long _lastId;
    private bool _closed;

    /// <summary>Serves one client until its connection ends; owns the streams. Never throws.</summary>
    public async Task ServeAsync(Stream input, Stream output)
    {
        var session = new ClientSession(Interlocked.Increment(ref _lastId));
        var queue = new RequestQueue<RequestContext>(
            () => new RequestContext(session, session.Documents),
            new RequestQueueOptions()
        );
        var options = new RpcOptions
        {
            BusyCode = ErrorCodes.Busy,
            OnFault = (method, fault) => _log.LogError(fault, "client {Client}: {Method} failed", session.Id, method),
            Time = time,
        };
        await using var connection = new RpcConnection(
            input,
            output,
            new SessionDispatcher(handlers, queue, _errors, activity),
            options
        );
        session.Connect(connection);
        if (!TryEnter(session.Id, connection))
        {
            return;
        }
        using (activity.BeginClient())
        {
            _log.LogDebug("client {Client}: connected", session.Id);
            connection.Start();
            var end = await connection.Completion;
            Leave(session.Id);
            onLeft?.Invoke(session);
            _log.LogDebug("client {Client}: disconnected", session.Id);
            if (end.Reason is not (RpcConnectionEnd.PeerClosed or RpcConnectionEnd.Closed))
            {
                _log.LogWarning("client {Client}: {Reason}", session.Id, end.Message);
            }
        }
    }

    /// <summary>Ends all connections and lets no new one in.</summary>
    public async ValueTask DisposeAsync()
    {
        RpcConnection[] open;
        lock (_connections)
        {
            _closed = true;
            open = [.. _connections.Values];
        }
        await Task.WhenAll(open.Select(connection => connection.DisposeAsync().AsTask()));
    }

    private bool TryEnter(long id, RpcConnection connection)
    {
        lock (_connections)
        {
            if (!_closed && _connections.Count < MaxClients)
            {
                _connections.Add(id, connection);
                return true;
            }
        }
        _log.LogWarning(
            "client {Client}: refused, {MaxClients} clients are connected or the daemon stops",
            id,
            MaxClients
        );
        return false;
    }

    private void Leave(long id)
    {
        lock (_connections)
        {
            _connections.Remove(id);
        }
    }
}
