namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Knows which tokens stand in the KV cache under which sequence, as a radix tree over token ids (after SGLang's
/// RadixAttention, Zheng et al., 2023), so that a new prompt starts behind the longest prefix that is there already. A node
/// stands for cells of the cache: what sequences share is counted once.
/// </summary>
/// <remarks>
/// Pure bookkeeping: the caller carries out the copies and removals it is told of. A sequence whose request has ended keeps
/// its tokens until its place or its cells are needed; the least recently used goes first. Sequences that decoded equal
/// tokens side by side own cells of their own, so children of one node may begin alike. Used by the engine's thread alone.
/// </remarks>
internal sealed class PrefixCache
{
    // Going on in a sequence, in place of forking it, loses what came after; so much is computed again in no time.
    private const int ShortTail = 32;
    private readonly PrefixNode _root = new(null);
    private readonly Slot[] _slots;
    private readonly int _contextTokens;
    private long _clock;

    public PrefixCache(int sequences, int contextTokens)
    {
        _slots = [.. Enumerable.Range(0, sequences).Select(_ => new Slot(_root))];
        _contextTokens = contextTokens;
        FreeSequences = sequences;
    }

    /// <summary>Cells that hold tokens.</summary>
    public int UsedCells { get; private set; }

    /// <summary>Cells that no eviction can free: a request holds them.</summary>
    public int ReferencedCells { get; private set; }

    public int FreeCells => _contextTokens - UsedCells;

    /// <summary>Sequences that no request holds.</summary>
    public int FreeSequences { get; private set; }

    public int Length(int sequence) => _slots[sequence].Length;

    /// <summary>All tokens of a sequence, first to last.</summary>
    public int[] Tokens(int sequence)
    {
        var slot = _slots[sequence];
        var tokens = new int[slot.Length];
        var end = slot.Length;
        for (var node = slot.Leaf; node != _root; node = node.Parent!)
        {
            end -= node.Length;
            node.Tokens.CopyTo(tokens.AsSpan(end));
        }

        return tokens;
    }

    /// <summary>Cells that would be free without this sequence.</summary>
    public int ExclusiveCells(int sequence)
    {
        var cells = 0;
        for (var node = _slots[sequence].Leaf; node != _root && node.Sequences == 1; node = node.Parent!)
        {
            cells += node.Length;
        }

        return cells;
    }

    /// <summary>Cells that no request would hold without this sequence.</summary>
    public int CellsReferencedOnlyBy(int sequence)
    {
        var cells = 0;
        for (var node = _slots[sequence].Leaf; node != _root && node.Held == 1; node = node.Parent!)
        {
            cells += node.Length;
        }

        return cells;
    }

    /// <summary>The longest prefix of these tokens that a sequence could start from.</summary>
    public PrefixMatch Find(ReadOnlySpan<int> tokens)
    {
        var walk = Walk(tokens);
        return new PrefixMatch(walk.Length, walk.IdleCells);
    }

    /// <summary>
    /// Takes a free sequence and lets it start with the longest prefix of these tokens that is there. Nothing is evicted
    /// but, where all sequences are in use, the least recently used one.
    /// </summary>
    /// <returns>What to do, or null when a request holds every sequence.</returns>
    public PrefixLease? Acquire(ReadOnlySpan<int> tokens)
    {
        var walk = Walk(tokens);
        if (walk.Length > 0 && GoesOn(walk) is { } same)
        {
            Truncate(same, walk.Length);
            Reference(same);
            return new PrefixLease(same, CopyFrom: null, walk.Length);
        }

        var source = walk.Length > 0 ? Through(walk.Node) : -1;
        var target = Place(source);
        if (target < 0)
        {
            return null;
        }

        if (target == source)
        {
            Truncate(target, walk.Length);
            Reference(target);
            return new PrefixLease(target, CopyFrom: null, walk.Length);
        }

        Drop(target);
        if (source >= 0)
        {
            // Dropping may have joined nodes.
            Attach(target, Walk(tokens));
            _slots[source].LastUsed = ++_clock;
        }

        Reference(target);
        return new PrefixLease(target, source >= 0 ? source : null, walk.Length);
    }

    /// <summary>Notes that a held, empty sequence got these tokens from a saved state.</summary>
    /// <param name="forkable">Whether others may start from any prefix of it, or only from the whole.</param>
    public void Restored(int sequence, ReadOnlySpan<int> tokens, bool forkable)
    {
        var slot = _slots[sequence];
        var node = Grow(slot);
        node.Append(tokens);
        node.ForkableFrom = forkable ? 0 : tokens.Length;
        slot.Length = tokens.Length;
        UsedCells += tokens.Length;
        ReferencedCells += tokens.Length;
    }

    /// <summary>Notes that a token was decoded under a held sequence.</summary>
    public void Append(int sequence, int token)
    {
        var slot = _slots[sequence];
        var leaf = slot.Leaf == _root || slot.Leaf.Sequences > 1 ? Grow(slot) : slot.Leaf;
        leaf.Append(token);
        slot.Length++;
        UsedCells++;
        ReferencedCells++;
    }

    /// <summary>Notes that a sequence was cut back to its first tokens.</summary>
    public void Truncate(int sequence, int length)
    {
        var slot = _slots[sequence];
        PrefixNode? shared = null;
        while (slot.Length > length)
        {
            var node = slot.Leaf;
            var start = slot.Length - node.Length;
            if (start >= length)
            {
                Leave(node, slot.IsReferenced);
                shared ??= node.Sequences > 0 ? node : null;
                slot.Leaf = node.Parent!;
                slot.Length = start;
            }
            else if (node.Sequences > 1)
            {
                Split(node, length - start);
            }
            else
            {
                var gone = slot.Length - length;
                node.Cut(length - start);
                UsedCells -= gone;
                ReferencedCells -= slot.IsReferenced ? gone : 0;
                slot.Length = length;
            }
        }

        Join(shared ?? slot.Leaf);
    }

    /// <summary>
    /// Gives a sequence back; its tokens stay for the next prompt that begins alike. A sequence that owns nothing which
    /// others do not own too is dropped instead.
    /// </summary>
    /// <returns>True when it was dropped.</returns>
    public bool Release(int sequence)
    {
        var slot = _slots[sequence];
        slot.IsReferenced = false;
        slot.LastUsed = ++_clock;
        FreeSequences++;
        for (var node = slot.Leaf; node != _root; node = node.Parent!)
        {
            ReferencedCells -= --node.Held == 0 ? node.Length : 0;
        }

        var useless = slot.Length > 0 && slot.Leaf.Sequences > 1;
        if (useless)
        {
            Drop(sequence);
        }

        return useless;
    }

    /// <summary>The free sequence with tokens that was used least recently; null when there is none.</summary>
    public int? LeastRecentlyUsed()
    {
        var oldest = -1;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (!_slots[i].IsReferenced && _slots[i].Length > 0 && IsOlder(i, oldest))
            {
                oldest = i;
            }
        }

        return oldest < 0 ? null : oldest;
    }

    /// <summary>Forgets a sequence's tokens.</summary>
    public void Drop(int sequence) => Truncate(sequence, 0);

    private PrefixWalk Walk(ReadOnlySpan<int> tokens) => Walk(new PrefixWalk(_root, 0, 0, 0), tokens);

    /// <summary>The longest way on from the end of a node. Children that begin alike are rare, so this hardly ever branches.</summary>
    private static PrefixWalk Walk(PrefixWalk start, ReadOnlySpan<int> tokens)
    {
        var longest = start;
        foreach (var child in start.Node.Children)
        {
            var common = child.Tokens.CommonPrefixLength(tokens[start.Length..]);
            if (common == 0 || common < child.ForkableFrom)
            {
                continue;
            }

            var idle = start.IdleCells + (child.Held == 0 ? common : 0);
            var walk = new PrefixWalk(child, start.Length + common, common, idle);
            walk = common == child.Length ? Walk(walk, tokens) : walk;
            longest = walk.Length > longest.Length ? walk : longest;
        }

        return longest;
    }

    /// <summary>A free sequence that can simply be continued: little of it would be lost.</summary>
    private int? GoesOn(PrefixWalk walk)
    {
        var best = -1;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (
                !_slots[i].IsReferenced
                && _slots[i].Length >= walk.Length
                && _slots[i].Length <= walk.Length + ShortTail
                && (best < 0 || _slots[i].Length < _slots[best].Length)
                && RunsThrough(i, walk.Node)
            )
            {
                best = i;
            }
        }

        return best < 0 ? null : best;
    }

    private int Through(PrefixNode node)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (RunsThrough(i, node))
            {
                return i;
            }
        }

        throw new InvalidOperationException("a node of the prefix tree has no sequence");
    }

    private bool RunsThrough(int sequence, PrefixNode wanted)
    {
        var node = _slots[sequence].Leaf;
        while (node != wanted && node != _root)
        {
            node = node.Parent!;
        }

        return node == wanted;
    }

    /// <summary>Where a new sequence goes: an empty one, else the one used least recently, the source last.</summary>
    private int Place(int source)
    {
        var target = -1;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].IsReferenced || i == source)
            {
                continue;
            }

            if (_slots[i].Length == 0)
            {
                return i;
            }

            target = IsOlder(i, target) ? i : target;
        }

        return target >= 0 || source < 0 || _slots[source].IsReferenced ? target : source;
    }

    private bool IsOlder(int sequence, int than) => than < 0 || _slots[sequence].LastUsed < _slots[than].LastUsed;

    private void Attach(int sequence, PrefixWalk walk)
    {
        if (walk.Into < walk.Node.Length)
        {
            Split(walk.Node, walk.Into);
        }

        for (var node = walk.Node; node != _root; node = node.Parent!)
        {
            node.Sequences++;
        }

        _slots[sequence].Leaf = walk.Node;
        _slots[sequence].Length = walk.Length;
    }

    private void Reference(int sequence)
    {
        var slot = _slots[sequence];
        slot.IsReferenced = true;
        slot.LastUsed = ++_clock;
        FreeSequences--;
        for (var node = slot.Leaf; node != _root; node = node.Parent!)
        {
            ReferencedCells += node.Held++ == 0 ? node.Length : 0;
        }
    }

    private static PrefixNode Grow(Slot slot)
    {
        var node = new PrefixNode(slot.Leaf) { Sequences = 1, Held = 1 };
        slot.Leaf.Children.Add(node);
        slot.Leaf = node;
        return node;
    }

    private void Leave(PrefixNode node, bool held)
    {
        if (held && --node.Held == 0)
        {
            ReferencedCells -= node.Length;
        }

        if (--node.Sequences == 0)
        {
            UsedCells -= node.Length;
            node.Parent!.Children.Remove(node);
        }
    }

    private void Split(PrefixNode node, int at)
    {
        var rest = node.Split(at);
        MoveLeaves(node, rest);
    }

    /// <summary>Makes one node of two that the same sequences run through.</summary>
    private void Join(PrefixNode node)
    {
        if (node != _root && node.Children is [var child] && child.Sequences == node.Sequences)
        {
            MoveLeaves(node.Absorb(), node);
        }
    }

    private void MoveLeaves(PrefixNode from, PrefixNode to)
    {
        foreach (var slot in _slots)
        {
            slot.Leaf = slot.Leaf == from ? to : slot.Leaf;
        }
    }

    private readonly record struct PrefixWalk(PrefixNode Node, int Length, int Into, int IdleCells);

    private sealed class Slot(PrefixNode root)
    {
        public PrefixNode Leaf { get; set; } = root;
        public int Length { get; set; }
        public bool IsReferenced { get; set; }
        public long LastUsed { get; set; }
    }
}

/// <param name="Length">Tokens that need not be computed again.</param>
/// <param name="UnreferencedCells">Cells of them that no request holds yet.</param>
internal readonly record struct PrefixMatch(int Length, int UnreferencedCells);

/// <summary>A sequence taken for a prompt.</summary>
/// <param name="Sequence">The sequence; first make it hold exactly the reused tokens.</param>
/// <param name="CopyFrom">The sequence to copy them from; null keeps the sequence's own.</param>
/// <param name="Reused">Tokens of the prompt that are in the cache already.</param>
internal readonly record struct PrefixLease(int Sequence, int? CopyFrom, int Reused);
