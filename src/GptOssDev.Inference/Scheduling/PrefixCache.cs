namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Knows which tokens stand in the KV cache under which sequence, so that a new prompt starts behind the longest prefix
/// that is there already. Pure bookkeeping: the caller carries out the copies and removals it is told of. Used by the
/// engine's thread alone.
/// </summary>
/// <remarks>
/// A sequence whose request has ended keeps its tokens until its place is needed; the least recently used goes first. The
/// number of sequences and <c>contextTokens</c> bound it. Cells that two sequences share are counted twice, which errs on
/// the safe side.
/// </remarks>
internal sealed class PrefixCache
{
    private readonly Entry[] _entries;
    private readonly int _contextTokens;
    private long _clock;

    public PrefixCache(int sequences, int contextTokens)
    {
        _entries = new Entry[sequences];
        for (var i = 0; i < sequences; i++)
        {
            _entries[i] = new Entry();
        }

        _contextTokens = contextTokens;
    }

    /// <summary>Sequences that no request holds.</summary>
    public int Free => _entries.Count(e => !e.Held);

    /// <summary>Cells that the held sequences may grow to.</summary>
    public int ReservedCells => _entries.Sum(e => e.Reserved);

    /// <summary>
    /// Takes a sequence for a prompt. At least the prompt's last token is left to decode: its logits are needed.
    /// </summary>
    /// <param name="cells">Cells the request may grow to.</param>
    /// <param name="evicted">Cleared and filled with sequences whose tokens must be removed from the KV cache.</param>
    /// <returns>What to do, or null when every sequence is held.</returns>
    public PrefixLease? Take(ReadOnlySpan<int> prompt, int cells, List<int> evicted)
    {
        evicted.Clear();
        var (source, reused) = LongestPrefix(prompt[..^1]);
        var target = ChooseTarget(source, reused);
        if (target < 0)
        {
            return null;
        }

        var entry = _entries[target];
        entry.Held = true;
        entry.LastUsed = ++_clock;
        var copyFrom = target == source || reused == 0 ? (int?)null : source;
        entry.Tokens.Clear();
        entry.Tokens.AddRange(prompt[..reused]);
        entry.Reserved = cells;
        MakeRoom(target, source, evicted);
        return new PrefixLease(target, copyFrom, reused);
    }

    /// <summary>Notes that a token was decoded under a held sequence.</summary>
    public void Append(int sequence, int token) => _entries[sequence].Tokens.Add(token);

    /// <summary>Notes that a held sequence was cut back to its first tokens.</summary>
    public void Truncate(int sequence, int length)
    {
        var tokens = _entries[sequence].Tokens;
        tokens.RemoveRange(length, tokens.Count - length);
    }

    /// <summary>Gives a sequence back; its tokens stay for the next prompt that begins alike.</summary>
    public void Release(int sequence)
    {
        _entries[sequence].Held = false;
        _entries[sequence].Reserved = 0;
        _entries[sequence].LastUsed = ++_clock;
    }

    private (int Source, int Length) LongestPrefix(ReadOnlySpan<int> prompt)
    {
        var (source, length) = (-1, 0);
        for (var i = 0; i < _entries.Length; i++)
        {
            var common = prompt.CommonPrefixLength(
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries[i].Tokens)
            );
            // Among equals an idle one: it needs no copy.
            if (common > length || (common == length && common > 0 && _entries[source].Held && !_entries[i].Held))
            {
                (source, length) = (i, common);
            }
        }

        return (source, length);
    }

    private int ChooseTarget(int source, int reused)
    {
        // Most of it is wanted again: go on in place.
        if (source >= 0 && !_entries[source].Held && reused * 2 >= _entries[source].Tokens.Count)
        {
            return source;
        }

        var target = -1;
        for (var i = 0; i < _entries.Length; i++)
        {
            if (
                !_entries[i].Held
                && i != source
                && (
                    target < 0
                    || (_entries[i].Tokens.Count == 0 && _entries[target].Tokens.Count > 0)
                    || (
                        (_entries[i].Tokens.Count == 0) == (_entries[target].Tokens.Count == 0)
                        && _entries[i].LastUsed < _entries[target].LastUsed
                    )
                )
            )
            {
                target = i;
            }
        }

        return target >= 0 || source < 0 || _entries[source].Held ? target : source;
    }

    private void MakeRoom(int target, int source, List<int> evicted)
    {
        while (_entries.Sum(e => Math.Max(e.Reserved, e.Tokens.Count)) > _contextTokens)
        {
            var oldest = -1;
            for (var i = 0; i < _entries.Length; i++)
            {
                // The source goes last: its cells are shared with the target until the copy is made.
                if (
                    !_entries[i].Held
                    && i != target
                    && _entries[i].Tokens.Count > 0
                    && (
                        oldest < 0
                        || oldest == source
                        || (i != source && _entries[i].LastUsed < _entries[oldest].LastUsed)
                    )
                )
                {
                    oldest = i;
                }
            }

            if (oldest < 0)
            {
                return;
            }

            _entries[oldest].Tokens.Clear();
            evicted.Add(oldest);
        }
    }

    private sealed class Entry
    {
        public List<int> Tokens { get; } = [];
        public bool Held { get; set; }
        public int Reserved { get; set; }
        public long LastUsed { get; set; }
    }
}

/// <summary>A sequence taken for a prompt.</summary>
/// <param name="Sequence">The sequence; first make it hold exactly the reused tokens.</param>
/// <param name="CopyFrom">The sequence to copy them from, before anything is evicted; null keeps the sequence's own.</param>
/// <param name="Reused">Tokens of the prompt that are in the cache already.</param>
internal readonly record struct PrefixLease(int Sequence, int? CopyFrom, int Reused);
