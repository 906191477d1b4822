namespace GptOssDev.Server.Rpc;

/// <summary>
/// The work of one client that its user can cancel, by progress token. Bounded by the requests that run. Safe on any thread.
/// </summary>
internal sealed class CancellableOperations
{
    private readonly Dictionary<string, CancellationTokenSource> _byToken = new(StringComparer.Ordinal);
    private long _lastToken;

    /// <summary>A token that no other work of this client has.</summary>
    public string NewToken() => $"gptoss-{Interlocked.Increment(ref _lastToken)}";

    /// <param name="token">The token as its JSON text: a number and the string of its digits differ.</param>
    /// <returns>Ends the registration. A token in use keeps its first owner.</returns>
    public IDisposable Add(string token, CancellationTokenSource cancellation)
    {
        lock (_byToken)
        {
            _byToken.TryAdd(token, cancellation);
        }
        return new Registration(this, token, cancellation);
    }

    /// <summary>Cancels the work; a token that nobody has is too late and no fault.</summary>
    public void Cancel(string token)
    {
        CancellationTokenSource? cancellation;
        lock (_byToken)
        {
            _byToken.TryGetValue(token, out cancellation);
        }
        try
        {
            cancellation?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended between the two lines.
        }
    }

    private sealed class Registration(CancellableOperations work, string token, CancellationTokenSource cancellation)
        : IDisposable
    {
        public void Dispose()
        {
            lock (work._byToken)
            {
                if (work._byToken.GetValueOrDefault(token) == cancellation)
                {
                    work._byToken.Remove(token);
                }
            }
        }
    }
}
