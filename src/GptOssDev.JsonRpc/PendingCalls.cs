using System.Diagnostics.CodeAnalysis;

namespace GptOssDev.JsonRpc;

/// <summary>The calls of this side that wait for their answers. Safe on any thread; once failed, it stays failed.</summary>
internal sealed class PendingCalls(int limit)
{
    private readonly Dictionary<JsonRpcId, TaskCompletionSource<ReadOnlyMemory<byte>>> _calls = [];
    private JsonRpcConnectionException? _failure;

    public TaskCompletionSource<ReadOnlyMemory<byte>> Add(JsonRpcId id)
    {
        lock (_calls)
        {
            if (_failure is { } gone)
                throw new JsonRpcConnectionException(gone.Reason, gone.Message);
            if (_calls.Count >= limit)
                throw new JsonRpcConnectionException(
                    JsonRpcConnectionEnd.TooManyCalls,
                    $"{limit} calls already wait for an answer on this connection"
                );
            var call = new TaskCompletionSource<ReadOnlyMemory<byte>>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            _calls.Add(id, call);
            return call;
        }
    }

    /// <summary>Takes the call out; false when it was answered, cancelled or never made.</summary>
    public bool TryTake(JsonRpcId id, [NotNullWhen(true)] out TaskCompletionSource<ReadOnlyMemory<byte>>? call)
    {
        lock (_calls)
            return _calls.Remove(id, out call);
    }

    public void FailAll(JsonRpcConnectionException reason)
    {
        TaskCompletionSource<ReadOnlyMemory<byte>>[] open;
        lock (_calls)
        {
            _failure ??= reason;
            open = [.. _calls.Values];
            _calls.Clear();
        }
        foreach (TaskCompletionSource<ReadOnlyMemory<byte>> call in open)
            call.TrySetException(new JsonRpcConnectionException(reason.Reason, reason.Message, reason));
    }
}
