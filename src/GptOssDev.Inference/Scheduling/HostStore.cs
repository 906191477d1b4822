namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Saved states of sequences in host memory: paused requests whose cells were needed, and prefixes that were evicted. Bounded
/// in bytes; the least recently used goes first. A state that is gone costs a recomputation, nothing else. Used by the
/// engine's thread alone. Disposing frees them all.
/// </summary>
/// <param name="capacity">Bytes that the states may take together.</param>
internal sealed class HostStore(long capacity) : IDisposable
{
    // In the order of arrival, the oldest first: a state that is used leaves the store.
    private readonly List<SavedState> _states = [];

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

        _states.Add(new SavedState(tokens, state));
        Bytes += state.Bytes;
    }

    /// <summary>The longest state whose tokens are all a prefix of these; null when there is none.</summary>
    public SavedState? Find(ReadOnlySpan<int> tokens)
    {
        SavedState? longest = null;
        foreach (var state in _states)
        {
            if (state.Tokens.Length > (longest?.Tokens.Length ?? 0) && tokens.StartsWith(state.Tokens))
            {
                longest = state;
            }
        }

        return longest;
    }

    /// <summary>Hands a state over to the caller: it goes into the KV cache again.</summary>
    public void Take(SavedState state)
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

internal sealed record SavedState(int[] Tokens, ISequenceState State);
