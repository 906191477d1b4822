namespace GptOssDev.Server.Host;

/// <summary>Counts clients and requests, and knows since when there are none. Safe on any thread.</summary>
internal sealed class Activity(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private int _requests;
    private int _clients;
    private long _lastRequest = time.GetTimestamp();
    private long _lastClient = time.GetTimestamp();

    public int Requests
    {
        get
        {
            lock (_gate)
            {
                return _requests;
            }
        }
    }

    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _clients;
            }
        }
    }

    public TimeSpan Uptime => time.GetElapsedTime(_start);

    /// <summary>How long no request has run; zero while one runs.</summary>
    public TimeSpan WithoutRequests
    {
        get
        {
            lock (_gate)
            {
                return _requests > 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastRequest);
            }
        }
    }

    /// <summary>How long nobody has been connected; zero while somebody is.</summary>
    public TimeSpan WithoutClients
    {
        get
        {
            lock (_gate)
            {
                return _clients > 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastClient);
            }
        }
    }

    /// <summary>A request runs until the value is disposed.</summary>
    public IDisposable BeginRequest()
    {
        lock (_gate)
        {
            _requests++;
        }
        return new Ending(
            () =>
            {
                _requests--;
                _lastRequest = time.GetTimestamp();
            },
            _gate
        );
    }

    /// <summary>A client is connected until the value is disposed.</summary>
    public IDisposable BeginClient()
    {
        lock (_gate)
        {
            _clients++;
        }
        return new Ending(
            () =>
            {
                _clients--;
                _lastClient = time.GetTimestamp();
            },
            _gate
        );
    }

    private sealed class Ending(Action end, Lock gate) : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            lock (gate)
            {
                if (_done)
                {
                    return;
                }
                _done = true;
                end();
            }
        }
    }
}
