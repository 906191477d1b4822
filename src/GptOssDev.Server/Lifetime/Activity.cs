namespace GptOssDev.Server.Lifetime;

/// <summary>Counts clients and requests, and knows since when there are none. Safe on any thread.</summary>
internal sealed class Activity(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly long start = time.GetTimestamp();
    private int requests;
    private int clients;
    private long lastRequest = time.GetTimestamp();
    private long lastClient = time.GetTimestamp();

    public int Requests
    {
        get
        {
            lock (gate)
                return requests;
        }
    }

    public int Clients
    {
        get
        {
            lock (gate)
                return clients;
        }
    }

    public TimeSpan Uptime => time.GetElapsedTime(start);

    /// <summary>How long no request has run; zero while one runs.</summary>
    public TimeSpan WithoutRequests
    {
        get
        {
            lock (gate)
                return requests > 0 ? TimeSpan.Zero : time.GetElapsedTime(lastRequest);
        }
    }

    /// <summary>How long nobody has been connected; zero while somebody is.</summary>
    public TimeSpan WithoutClients
    {
        get
        {
            lock (gate)
                return clients > 0 ? TimeSpan.Zero : time.GetElapsedTime(lastClient);
        }
    }

    /// <summary>A request runs until the value is disposed.</summary>
    public IDisposable BeginRequest()
    {
        lock (gate)
            requests++;
        return new Ending(
            () =>
            {
                requests--;
                lastRequest = time.GetTimestamp();
            },
            gate
        );
    }

    /// <summary>A client is connected until the value is disposed.</summary>
    public IDisposable BeginClient()
    {
        lock (gate)
            clients++;
        return new Ending(
            () =>
            {
                clients--;
                lastClient = time.GetTimestamp();
            },
            gate
        );
    }

    private sealed class Ending(Action end, Lock gate) : IDisposable
    {
        private bool done;

        public void Dispose()
        {
            lock (gate)
            {
                if (done)
                    return;
                done = true;
                end();
            }
        }
    }
}
