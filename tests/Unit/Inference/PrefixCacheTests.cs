using GptOssDev.Inference.Scheduling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class PrefixCacheTests
{
    private readonly PrefixCache _cache = new(sequences: 4, contextTokens: 400);

    [Fact]
    public void Take_of_a_new_prompt_reuses_nothing() =>
        Assert.Equal(new PrefixLease(0, null, 0), _cache.Acquire([1, 2, 3]));

    [Fact]
    public void Take_of_a_continued_conversation_goes_on_in_place()
    {
        var first = Fill(1, 2, 3, 4);
        _cache.Release(first);

        Assert.Equal(new PrefixLease(first, null, 4), _cache.Acquire([1, 2, 3, 4, 5]));
        Assert.Equal((4, 4), (_cache.UsedCells, _cache.ReferencedCells));
    }

    [Fact]
    public void Take_of_a_prefix_that_is_in_use_forks_it_and_counts_it_once()
    {
        var first = Fill(1, 2, 3, 4);

        var lease = _cache.Acquire([1, 2, 9])!.Value;

        Assert.Equal((first, 2), (lease.CopyFrom, lease.Reused));
        Assert.NotEqual(first, lease.Sequence);
        Assert.Equal((4, 4), (_cache.UsedCells, _cache.ReferencedCells));
        Assert.Equal((2, 0), (_cache.ExclusiveCells(first), _cache.ExclusiveCells(lease.Sequence)));
    }

    [Fact]
    public void Take_of_a_short_prefix_of_a_long_conversation_keeps_the_conversation()
    {
        int[] conversation = [.. Enumerable.Range(0, 80)];
        var first = Fill(conversation);
        _cache.Release(first);
        Fill([.. conversation[..20], 99]);

        Assert.Equal(80, _cache.Find([.. conversation, 5]).Length);
        Assert.Equal(81, _cache.UsedCells);
    }

    [Fact]
    public void Take_with_every_sequence_used_drops_the_oldest()
    {
        var sequences = Enumerable.Range(0, 4).Select(i => Fill(i, i, i)).ToList();
        sequences.ForEach(s => _cache.Release(s));
        _cache.Acquire([0, 0, 0, 1]);

        var lease = _cache.Acquire([7])!.Value;

        Assert.Equal(sequences[1], lease.Sequence);
        Assert.Equal(0, _cache.Find([1, 1, 1]).Length);
        Assert.Equal(3, _cache.Find([2, 2, 2]).Length);
    }

    [Fact]
    public void Take_with_every_sequence_held_is_null()
    {
        for (var i = 0; i < 4; i++)
        {
            _cache.Acquire([i]);
        }

        Assert.Null(_cache.Acquire([1]));
        Assert.Equal(0, _cache.FreeSequences);
    }

    [Fact]
    public void Release_of_what_another_sequence_holds_too_drops_it()
    {
        Fill(1, 2, 3, 4);
        var fork = _cache.Acquire([1, 2])!.Value.Sequence;

        Assert.True(_cache.Release(fork));
        Assert.Equal((0, 4), (_cache.Length(fork), _cache.UsedCells));
    }

    [Fact]
    public void Find_leaves_a_restored_sequence_whole_where_its_past_is_gone()
    {
        var sequence = _cache.Acquire([])!.Value.Sequence;
        _cache.Restored(sequence, [1, 2, 3, 4], forkable: false);
        _cache.Append(sequence, 5);

        Assert.Equal(0, _cache.Find([1, 2, 3]).Length);
        Assert.Equal(4, _cache.Find([1, 2, 3, 4, 9]).Length);
        Assert.Equal(5, _cache.Find([1, 2, 3, 4, 5, 6]).Length);
    }

    /// <summary>The tree against plain lists of cells that are changed exactly as the leases say.</summary>
    [Fact]
    public void Random_events_always_describe_the_cells()
    {
        const int Sequences = 8;
        const int Context = 150;
        var random = new Random(7);
        var cache = new PrefixCache(Sequences, Context);
        var cells = Enumerable.Range(0, Sequences).Select(_ => new List<Box>()).ToArray();
        var held = new List<int>();
        for (var round = 0; round < 100_000; round++)
        {
            var sequence = held.Count > 0 ? held[random.Next(held.Count)] : -1;
            switch (random.Next(10))
            {
                case < 2 when held.Count < Sequences:
                    int[] prompt = [.. Enumerable.Range(0, random.Next(0, 20)).Select(_ => random.Next(2))];
                    var found = cache.Find(prompt);
                    var before = cache.ReferencedCells;
                    var lease = cache.Acquire(prompt)!.Value;
                    Assert.DoesNotContain(lease.Sequence, held);
                    cells[lease.Sequence] = [.. cells[lease.CopyFrom ?? lease.Sequence].Take(lease.Reused)];
                    Assert.Equal(found.Length, lease.Reused);
                    Assert.Equal(before + found.UnreferencedCells, cache.ReferencedCells);
                    Assert.Equal(prompt.Take(lease.Reused), cache.Tokens(lease.Sequence));
                    held.Add(lease.Sequence);
                    break;
                case < 7 when sequence >= 0 && cache.FreeCells > 0:
                    var token = random.Next(2);
                    cache.Append(sequence, token);
                    cells[sequence].Add(new Box(token));
                    break;
                case 7 when sequence >= 0:
                    var length = random.Next(cells[sequence].Count + 1);
                    cache.Truncate(sequence, length);
                    cells[sequence].RemoveRange(length, cells[sequence].Count - length);
                    break;
                case 8 when sequence >= 0:
                    held.Remove(sequence);
                    if (cache.Release(sequence))
                    {
                        cells[sequence].Clear();
                    }

                    break;
                case 9 when cache.LeastRecentlyUsed() is { } oldest:
                    Assert.DoesNotContain(oldest, held);
                    cache.Drop(oldest);
                    cells[oldest].Clear();
                    break;
            }

            Check(cache, cells, held, Context, random.Next(Sequences));
        }

        held.ForEach(s => cache.Release(s));
        while (cache.LeastRecentlyUsed() is { } left)
        {
            cache.Drop(left);
        }

        Assert.Equal((0, 0, Sequences), (cache.UsedCells, cache.ReferencedCells, cache.FreeSequences));
    }

    private static void Check(PrefixCache cache, List<Box>[] cells, List<int> held, int context, int one)
    {
        var used = cells.SelectMany(c => c).ToHashSet();
        Assert.Equal(used.Count, cache.UsedCells);
        Assert.Equal(context - used.Count, cache.FreeCells);
        Assert.Equal(held.SelectMany(s => cells[s]).ToHashSet().Count, cache.ReferencedCells);
        Assert.Equal(cells.Length - held.Count, cache.FreeSequences);
        Assert.Equal(cells[one].Select(c => c.Token), cache.Tokens(one));
        var others = cells.Where((_, i) => i != one).SelectMany(c => c).ToHashSet();
        Assert.Equal(cells[one].Count(c => !others.Contains(c)), cache.ExclusiveCells(one));
        if (held.Contains(one))
        {
            var otherHeld = held.Where(i => i != one).SelectMany(s => cells[s]).ToHashSet();
            Assert.Equal(cells[one].Count(c => !otherHeld.Contains(c)), cache.CellsReferencedOnlyBy(one));
        }
    }

    private int Fill(params int[] tokens)
    {
        var lease = _cache.Acquire(tokens)!.Value;
        foreach (var token in tokens.Skip(lease.Reused))
        {
            _cache.Append(lease.Sequence, token);
        }

        return lease.Sequence;
    }

    private sealed class Box(int token)
    {
        public int Token { get; } = token;
    }
}
