using GptOssDev.Inference.Scheduling;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class PrefixCacheTests
{
    private readonly List<int> _evicted = [];

    [Fact]
    public void Take_of_a_new_prompt_reuses_nothing()
    {
        var cache = new PrefixCache(2, 100);

        Assert.Equal(new PrefixLease(0, null, 0), cache.Take([1, 2, 3], 10, _evicted));
        Assert.Empty(_evicted);
    }

    [Fact]
    public void Take_of_a_continued_conversation_goes_on_in_place()
    {
        var cache = Filled(out var first, 1, 2, 3, 4);
        cache.Release(first);

        Assert.Equal(new PrefixLease(first, null, 4), cache.Take([1, 2, 3, 4, 5, 6], 20, _evicted));
    }

    [Fact]
    public void Take_leaves_the_last_token_of_the_prompt_to_decode()
    {
        var cache = Filled(out var first, 1, 2, 3, 4);
        cache.Release(first);

        Assert.Equal(3, cache.Take([1, 2, 3, 4], 20, _evicted)!.Value.Reused);
    }

    [Fact]
    public void Take_of_a_prefix_that_is_in_use_forks_it()
    {
        var cache = Filled(out var first, 1, 2, 3, 4);

        var lease = cache.Take([1, 2, 9], 20, _evicted)!.Value;

        Assert.Equal((first, 2), (lease.CopyFrom, lease.Reused));
        Assert.NotEqual(first, lease.Sequence);
    }

    [Fact]
    public void Take_of_a_short_prefix_of_a_long_conversation_keeps_the_conversation()
    {
        var cache = Filled(out var first, 1, 2, 3, 4, 5, 6, 7, 8);
        cache.Release(first);
        var fork = cache.Take([1, 2, 9], 20, _evicted)!.Value;
        cache.Release(fork.Sequence);

        Assert.Equal(8, cache.Take([1, 2, 3, 4, 5, 6, 7, 8, 9], 20, _evicted)!.Value.Reused);
    }

    [Fact]
    public void Take_without_room_evicts_the_least_recently_used()
    {
        var cache = new PrefixCache(3, 20);
        var old = Fill(cache, 1, 1, 1, 1, 1, 1, 1, 1);
        var recent = Fill(cache, 2, 2, 2, 2, 2, 2, 2, 2);
        cache.Release(old);
        cache.Release(recent);

        var lease = cache.Take([3, 3, 3], 10, _evicted)!.Value;

        Assert.Equal([old], _evicted);
        Assert.DoesNotContain(lease.Sequence, _evicted);
    }

    [Fact]
    public void Take_with_every_sequence_held_is_null()
    {
        var cache = new PrefixCache(1, 20);
        cache.Take([1, 2], 5, _evicted);

        Assert.Null(cache.Take([1, 2], 5, _evicted));
    }

    /// <summary>The bookkeeping against plain lists that are changed exactly as the leases say.</summary>
    [Fact]
    public void Take_of_random_prompts_always_describes_the_cells()
    {
        const int Sequences = 6;
        const int Context = 120;
        var random = new Random(7);
        var cache = new PrefixCache(Sequences, Context);
        var cells = Enumerable.Range(0, Sequences).Select(_ => new List<int>()).ToArray();
        var held = new Dictionary<int, int>();
        for (var round = 0; round < 50_000; round++)
        {
            if (held.Count > 0 && (random.Next(3) == 0 || held.Count == Sequences))
            {
                var sequence = held.Keys.ElementAt(random.Next(held.Count));
                held.Remove(sequence);
                cache.Release(sequence);
                continue;
            }

            int[] prompt = [.. Enumerable.Range(0, random.Next(1, 15)).Select(_ => random.Next(2))];
            var grown = random.Next(0, 5);
            if (held.Values.Sum() + prompt.Length + grown > Context)
            {
                continue;
            }

            var lease = cache.Take(prompt, prompt.Length + grown, _evicted)!.Value;
            Assert.False(held.ContainsKey(lease.Sequence));
            if (lease.CopyFrom is { } source)
            {
                cells[lease.Sequence] = [.. cells[source].Take(lease.Reused)];
            }
            else
            {
                cells[lease.Sequence] = [.. cells[lease.Sequence].Take(lease.Reused)];
            }

            Assert.All(_evicted, e => Assert.False(held.ContainsKey(e) || e == lease.Sequence));
            _evicted.ForEach(e => cells[e].Clear());
            Assert.Equal(prompt.Take(lease.Reused), cells[lease.Sequence]);
            Assert.InRange(lease.Reused, 0, prompt.Length - 1);
            foreach (var token in prompt.Skip(lease.Reused).Concat(Enumerable.Repeat(5, grown)))
            {
                cells[lease.Sequence].Add(token);
                cache.Append(lease.Sequence, token);
            }

            held[lease.Sequence] = prompt.Length + grown;
            Assert.Equal(held.Values.Sum(), cache.ReservedCells);
            Assert.Equal(Sequences - held.Count, cache.Free);
            Assert.InRange(cells.Sum(c => c.Count), 0, Context);
        }
    }

    private PrefixCache Filled(out int sequence, params int[] tokens)
    {
        var cache = new PrefixCache(3, 100);
        sequence = Fill(cache, tokens);
        return cache;
    }

    private int Fill(PrefixCache cache, params int[] tokens)
    {
        var lease = cache.Take(tokens, tokens.Length, _evicted)!.Value;
        foreach (var token in tokens.Skip(lease.Reused))
        {
            cache.Append(lease.Sequence, token);
        }

        return lease.Sequence;
    }
}
