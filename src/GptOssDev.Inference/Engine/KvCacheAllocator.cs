using GptOssDev.Inference.Scheduling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Decides which requests have their tokens in the KV cache: lets them in behind the longest prefix that is there, frees
/// cells when they run out, and takes the cells of lower ranks where a higher one needs them. What is pushed out is saved to
/// host memory where that is cheaper than computing it again. Used by the engine's thread alone.
/// </summary>
internal sealed class KvCacheAllocator : IDisposable
{
    // Fewer tokens are computed again as fast as a state is copied.
    private const int WorthSaving = 64;

    // Cells that a running sequence should be able to grow by before somebody must go.
    private const int Growth = 16;
    private readonly IModelRunner _runner;
    private readonly PrefixCache _cache;
    private readonly OffloadStore _host;
    private readonly int _contextTokens;

    // Cells that only a keystroke may take while others run, so that nobody has to be moved out for it.
    private readonly int _keystrokeReserve;

    // Cells that nobody holds are looked at in every step all the same: on a CPU a thousand of them cost eight streams seven
    // percent of their pace. Beyond this many they go to host memory, from where they are back in milliseconds. A windowed
    // model's saved state can be continued but not cut back, so that its prefixes are of more use where they are.
    private readonly int _idleCells;
    private readonly List<Sequence> _running = [];

    public KvCacheAllocator(IModelRunner runner, long hostBytes)
    {
        _runner = runner;
        _contextTokens = runner.Model.ContextTokens;
        _keystrokeReserve = _contextTokens / 8;
        _idleCells = _contextTokens / (runner.IsWindowed ? 4 : 64);
        _cache = new PrefixCache(runner.Sequences, _contextTokens);
        _host = new OffloadStore(hostBytes);
    }

    /// <summary>The sequences that hold cells, in the scheduler's order.</summary>
    public IReadOnlyList<Sequence> Running => _running;

    public int FreeCells => _cache.FreeCells;

    /// <summary>Cells in use by cached prefixes and requests together.</summary>
    public int UsedCells => _cache.UsedCells;

    /// <summary>Bytes of saved states.</summary>
    public long HostBytes => _host.Bytes;

    /// <summary>Tokens of the request that stand in the KV cache under some sequence.</summary>
    public int CachedLength(Sequence sequence) => _cache.Find(sequence.Tokens[..^1]).Length;

    /// <summary>
    /// Gives the request cells and a native sequence if there is room, or can be made by moving lower ranks out.
    /// </summary>
    /// <param name="movedOut">Gets those that lost their cells.</param>
    public bool TryAdmit(Sequence sequence, List<Sequence> movedOut)
    {
        // The last token's logits are needed, so that one is always computed.
        var known = sequence.Tokens[..^1];
        var cached = _cache.Find(known);
        var saved = WorthRestoring(known, cached);
        if (!HasRoom(sequence, saved is null ? cached : default))
        {
            if (!PreemptLower(sequence, saved is null ? cached : default, movedOut))
            {
                return false;
            }

            // Moving out saves, and saving frees older states.
            saved = WorthRestoring(known, _cache.Find(known));
        }

        if (saved is not null)
        {
            Restore(sequence, saved);
        }
        else
        {
            Place(sequence, _cache.Acquire(known)!.Value);
        }

        var index = _running.FindIndex(other => sequence.CompareTo(other) < 0);
        _running.Insert(index < 0 ? _running.Count : index, sequence);
        return true;
    }

    /// <summary>
    /// Frees cells for a step, by evicting prefixes nobody holds and then by moving out the last of the running sequences.
    /// </summary>
    /// <param name="welcome">Cells that are freed too if nobody has to move out for them.</param>
    public void MakeRoom(int cells, int welcome, List<Sequence> movedOut)
    {
        while (_cache.FreeCells < cells + welcome && EvictOldest()) { }

        // The first has room for itself: a request is never longer than the context.
        while (_cache.FreeCells < cells && _running.Count > 1)
        {
            Preempt(_running[^1], movedOut);
        }
    }

    /// <summary>Notes tokens that were computed; their number moves the sequence's position.</summary>
    public void MarkComputed(Sequence sequence, ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            _cache.Append(sequence.Id, token);
        }

        sequence.Position += tokens.Length;
    }

    /// <summary>Makes the KV cache hold what is known of the sequence and no more.</summary>
    public void Truncate(Sequence sequence)
    {
        if (!_runner.Truncate(sequence.Id, sequence.Position))
        {
            _cache.Truncate(sequence.Id, 0);
            sequence.Position = 0;
        }
    }

    /// <summary>Takes an ended request out; its tokens stay cached until <see cref="Trim"/>.</summary>
    /// <returns>The native sequence it had; -1 when it had none.</returns>
    public int Release(Sequence sequence)
    {
        if (!_running.Remove(sequence))
        {
            return -1;
        }

        var id = sequence.Id;
        sequence.Id = -1;
        if (_cache.Release(id))
        {
            _runner.Truncate(id, 0);
        }

        return id;
    }

    /// <summary>Moves what was cached longest out until the rest has room, which may take milliseconds.</summary>
    /// <param name="last">The native sequence released last: it stays, because what comes next mostly begins like it.</param>
    public void Trim(int last)
    {
        while (
            _cache.UsedCells - _cache.ReferencedCells > _idleCells
            && _cache.LeastRecentlyUsed() != last
            && EvictOldest()
        ) { }
    }

    public void Dispose() => _host.Dispose();

    private OffloadedPrefix? WorthRestoring(ReadOnlySpan<int> tokens, PrefixMatch cached) =>
        _host.Find(tokens, whole: _runner.IsWindowed) is { } saved && saved.Length >= cached.Length + WorthSaving
            ? saved
            : null;

    private bool HasRoom(Sequence sequence, PrefixMatch reused)
    {
        var alone = _running.Count == 0;
        var keystroke = sequence.Request.Priority == RequestPriority.Keystroke;
        // One native sequence stays free for a keystroke.
        if (_cache.FreeSequences < (keystroke || alone ? 1 : 2))
        {
            return false;
        }

        var kept = alone ? 0 : Growth * _running.Count + (keystroke ? 0 : _keystrokeReserve);
        var wanted = sequence.Tokens.Length - reused.Length;
        return wanted + kept <= _contextTokens - _cache.ReferencedCells - reused.UnreferencedCells;
    }

    /// <summary>Moves lower ranks out, the last first, unless even that would not be enough.</summary>
    private bool PreemptLower(Sequence sequence, PrefixMatch reused, List<Sequence> movedOut)
    {
        var lower = _running.FindIndex(other => other.Request.Priority > sequence.Request.Priority);
        if (lower < 0)
        {
            return false;
        }

        var freed = 0;
        for (var i = lower; i < _running.Count; i++)
        {
            freed += _cache.CellsReferencedOnlyBy(_running[i].Id);
        }

        var wanted = sequence.Tokens.Length - reused.Length;
        if (
            lower > 0
            && wanted + (Growth * lower) > _contextTokens - _cache.ReferencedCells - reused.UnreferencedCells + freed
        )
        {
            return false;
        }

        while (_running.Count > lower)
        {
            Preempt(_running[^1], movedOut);
            if (HasRoom(sequence, reused))
            {
                return true;
            }
        }

        return HasRoom(sequence, reused);
    }

    private void Preempt(Sequence sequence, List<Sequence> movedOut)
    {
        _running.Remove(sequence);
        if (_cache.ExclusiveCells(sequence.Id) >= WorthSaving)
        {
            Save(sequence.Id);
        }

        _cache.Release(sequence.Id);
        Forget(sequence.Id);
        sequence.Id = -1;
        sequence.Position = 0;
        movedOut.Add(sequence);
    }

    private bool EvictOldest()
    {
        if (_cache.LeastRecentlyUsed() is not { } oldest)
        {
            return false;
        }

        if (_cache.ExclusiveCells(oldest) >= WorthSaving)
        {
            Save(oldest);
        }

        Forget(oldest);
        return true;
    }

    private void Save(int sequence)
    {
        if (_runner.Save(sequence, _host.Capacity) is { } state)
        {
            _host.Put(_cache.Tokens(sequence), state);
        }
    }

    private void Forget(int sequence)
    {
        _cache.Drop(sequence);
        _runner.Truncate(sequence, 0);
    }

    private void Restore(Sequence sequence, OffloadedPrefix prefix)
    {
        var (tokens, state) = (prefix.Saved.Tokens, prefix.Saved.State);
        // Evicting may save, and so free the oldest states.
        _host.Take(prefix.Saved);
        // An empty prompt takes an empty sequence.
        var id = _cache.Acquire([])!.Value.Sequence;
        _runner.Truncate(id, 0);
        while (_cache.FreeCells < tokens.Length && EvictOldest()) { }

        var restored = _runner.Restore(id, state) && _runner.Truncate(id, prefix.Length);
        if (restored)
        {
            _cache.Restored(id, tokens.AsSpan(0, prefix.Length), forkable: !_runner.IsWindowed);
        }

        if (prefix.Length < tokens.Length)
        {
            // Whoever it belongs to wants the rest.
            _host.Put(tokens, state);
        }
        else
        {
            state.Dispose();
        }

        Start(sequence, id, restored ? prefix.Length : 0);
    }

    private void Place(Sequence sequence, PrefixLease lease)
    {
        var reused = lease.Reused;
        if (lease.CopyFrom is { } source)
        {
            _runner.CopyPrefix(source, lease.Sequence, reused);
        }
        else if (!_runner.Truncate(lease.Sequence, reused))
        {
            reused = 0;
            _cache.Truncate(lease.Sequence, 0);
        }

        Start(sequence, lease.Sequence, reused);
    }

    private static void Start(Sequence sequence, int id, int reused)
    {
        sequence.Id = id;
        sequence.Position = reused;
        sequence.Reused = sequence.Generated == 0 ? Math.Min(reused, sequence.Request.Prompt.Length) : sequence.Reused;
    }
}
