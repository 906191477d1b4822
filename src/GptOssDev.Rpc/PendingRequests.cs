using StreamJsonRpc;

namespace GptOssDev.Rpc;

/// <summary>The ids of the requests without an answer, in both directions. Thread-safe.</summary>
internal sealed class PendingRequests(int limit)
{
    private readonly Lock _gate = new();
    private readonly HashSet<RequestId> _received = [];
    private readonly HashSet<RequestId> _sent = [];
    private TaskCompletionSource? _allAnswered;
    private int _unanswered;

    public enum AddOutcome
    {
        Added,
        Duplicate,
        Full,
    }

    public AddOutcome AddReceived(RequestId id)
    {
        lock (_gate)
        {
            if (_received.Contains(id))
            {
                return AddOutcome.Duplicate;
            }
            if (_unanswered >= limit)
            {
                return AddOutcome.Full;
            }
            _received.Add(id);
            _unanswered++;
            return AddOutcome.Added;
        }
    }

    /// <summary>The id may be used again. False when it is not open.</summary>
    public bool RemoveReceived(RequestId id)
    {
        lock (_gate)
        {
            return _received.Remove(id);
        }
    }

    /// <summary>A removed request's answer is queued.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            if (--_unanswered == 0)
            {
                _allAnswered?.TrySetResult();
            }
        }
    }

    public Queue<RequestId> Received()
    {
        lock (_gate)
        {
            return new Queue<RequestId>(_received);
        }
    }

    /// <summary>Completes when each received request is answered.</summary>
    public Task AllAnsweredAsync()
    {
        lock (_gate)
        {
            if (_unanswered == 0)
            {
                return Task.CompletedTask;
            }
            _allAnswered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allAnswered.Task;
        }
    }

    public void AddSent(RequestId id)
    {
        lock (_gate)
        {
            _sent.Add(id);
        }
    }

    /// <summary>False for an answer to a request that was not sent.</summary>
    public bool RemoveSent(RequestId id)
    {
        lock (_gate)
        {
            return _sent.Remove(id);
        }
    }
}
