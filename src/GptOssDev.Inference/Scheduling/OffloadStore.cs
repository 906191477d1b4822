namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Saved states of sequences in host memory: paused requests whose cells were needed, and prefixes that were evicted. Bounded
/// in bytes; the least recently used goes first. A state that is gone costs a recomputation, nothing else. Used by the
/// engine's thread alone. Disposing frees them all.
/// </summary>
/// <param name="capacity">Bytes that the states may take together.</param>
internal sealed class OffloadStore(long capacity) : IDisposable
{
    // In the order of arrival, the oldest first: a state that is used leaves the store.
    private readonly List<OffloadedState> _states = [];

    public long Capacity { get; } = capacity;

    public long Bytes { get; private set; }

    /// <summary>Owns a state from now on and keeps it, in place of the oldest ones where there is no room.</summary>
    public void Put(int[] tokens, ISequenceState state)
    {
        if (state.Bytes > Capacity)
        {
            state.Dispose();
            return;
        }

        // What the new one holds too is of no more use.
        for (var i = _states.Count - 1; i >= 0; i--)
        {
            if (tokens.AsSpan().StartsWith(_states[i].Tokens))
            {
                RemoveAt(i);
            }
        }

        while (Bytes + state.Bytes > Capacity)
        {
            RemoveAt(0);
        }

        _states.Add(new OffloadedState(tokens, state));
        Bytes += state.Bytes;
    }

    /// <summary>The state that begins with the most of these tokens; null when none begins with any.</summary>
    /// <param name="whole">Only states all of whose tokens are a prefix: they cannot be cut back.</param>
    public OffloadedPrefix? Find(ReadOnlySpan<int> tokens, bool whole)
    {
        OffloadedPrefix? longest = null;
        foreach (var state in _states)
        {
            var common = tokens.CommonPrefixLength(state.Tokens);
            if (common > (longest?.Length ?? 0) && (!whole || common == state.Tokens.Length))
            {
                longest = new OffloadedPrefix(state, common);
            }
        }

        return longest;
    }

    /// <summary>Hands a state over to the caller.</summary>
    public void Take(OffloadedState state)
    {
        _states.Remove(state);
        Bytes -= state.State.Bytes;
    }

    public void Dispose()
    {
        while (_states.Count > 0)
        {
            RemoveAt(_states.Count - 1);
        }
    }

    private void RemoveAt(int index)
    {
        Bytes -= _states[index].State.Bytes;
        _states[index].State.Dispose();
        _states.RemoveAt(index);
    }
}

internal sealed record OffloadedState(int[] Tokens, ISequenceState State);

/// <param name="Length">Tokens of it that are of use.</param>
internal sealed record OffloadedPrefix(OffloadedState Saved, int Length);
