namespace GptOssDev.JsonRpc;

/// <summary>
/// The peer's requests under way, each with what cancels it. Safe on any thread. A cancellation and the end of its request may
/// race: the source is disposed only after it left the table, under the same lock that cancels it.
/// </summary>
internal sealed class RunningRequests(int limit)
{
    private readonly Dictionary<JsonRpcId, CancellationTokenSource> running = [];
    private TaskCompletionSource? drained;

    public enum AddOutcome
    {
        Added,
        Duplicate,
        Full,
    }

    public AddOutcome TryAdd(JsonRpcId id, out CancellationToken token)
    {
        lock (running)
        {
            token = default;
            if (running.ContainsKey(id))
                return AddOutcome.Duplicate;
            if (running.Count >= limit)
                return AddOutcome.Full;
            var source = new CancellationTokenSource();
            running.Add(id, source);
            token = source.Token;
            return AddOutcome.Added;
        }
    }

    public void Remove(JsonRpcId id)
    {
        lock (running)
        {
            if (running.Remove(id, out CancellationTokenSource? source))
                source.Dispose();
            if (running.Count == 0)
                drained?.TrySetResult();
        }
    }

    public async Task CancelAsync(JsonRpcId id)
    {
        Task cancelling;
        lock (running)
        {
            if (!running.TryGetValue(id, out CancellationTokenSource? source))
                return;
            // The callbacks run elsewhere: they belong to handlers and may take their time.
            cancelling = source.CancelAsync();
        }
        await cancelling;
    }

    /// <summary>Cancels all; the task ends when the last one has ended.</summary>
    public Task CancelAllAsync()
    {
        lock (running)
        {
            if (running.Count == 0)
                return Task.CompletedTask;
            drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (CancellationTokenSource source in running.Values)
                _ = source.CancelAsync();
            return drained.Task;
        }
    }
}
