namespace GptOssDev.JsonRpc;

/// <summary>
/// The peer's requests under way, each with what cancels it. Safe on any thread. A cancellation and the end of its request may
/// race; either may come first.
/// </summary>
internal sealed class RunningRequests(int limit)
{
    private readonly Dictionary<JsonRpcId, CancellationTokenSource> _running = [];
    private TaskCompletionSource? _drained;
    private int _unanswered;

    public enum AddOutcome
    {
        Added,
        Duplicate,
        Full,
    }

    public AddOutcome TryAdd(JsonRpcId id, out CancellationToken token)
    {
        lock (_running)
        {
            token = default;
            if (_running.ContainsKey(id))
                return AddOutcome.Duplicate;
            if (_unanswered >= limit)
                return AddOutcome.Full;
            var source = new CancellationTokenSource();
            _running.Add(id, source);
            _unanswered++;
            token = source.Token;
            return AddOutcome.Added;
        }
    }

    /// <summary>The request has ended: its id may be used again, and a cancellation no longer reaches it.</summary>
    public void Remove(JsonRpcId id)
    {
        lock (_running)
        {
            // Not disposed: a cancellation may be running its callbacks, and a source without a timer holds nothing.
            _running.Remove(id);
        }
    }

    /// <summary>A removed request's answer is on its way.</summary>
    public void Answered()
    {
        lock (_running)
        {
            if (--_unanswered == 0)
                _drained?.TrySetResult();
        }
    }

    public async Task CancelAsync(JsonRpcId id)
    {
        Task cancelling;
        lock (_running)
        {
            if (!_running.TryGetValue(id, out CancellationTokenSource? source))
                return;
            // The callbacks run elsewhere: they belong to handlers and may take their time.
            cancelling = source.CancelAsync();
        }
        await cancelling;
    }

    /// <summary>Cancels all; the task ends when the last one is answered.</summary>
    public Task CancelAllAsync()
    {
        lock (_running)
        {
            if (_unanswered == 0)
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (CancellationTokenSource source in _running.Values)
                _ = source.CancelAsync();
            return _drained.Task;
        }
    }
}
