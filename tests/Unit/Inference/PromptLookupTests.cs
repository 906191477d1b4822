using System.Text.RegularExpressions;
using GptOssDev.Inference.Speculation;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed partial class PromptLookupTests
{
    private const int Longest = 16;

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(500)]
    public void Draft_after_a_prompt_is_what_followed_its_end_before(int alphabet)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            // Longer than what the lookup first has room for.
            int[] prompt = [.. Enumerable.Range(0, random.Next(1, 3000)).Select(_ => random.Next(alphabet))];
            var lookup = new PromptLookup(1 << 14);
            lookup.Append(prompt);
            var draft = new int[Longest];

            var drafted = lookup.Draft(draft);

            var match = NGramIndexTests.LongestEarlier(prompt);
            Assert.Equal(match.Length, drafted.Evidence);
            Assert.Equal(match.Length == 0 ? 0 : Longest, drafted.Length);
            Assert.Equal(Continuation(prompt, match.Next, drafted.Length), draft[..drafted.Length]);
        }
    }

    [Fact]
    public void Draft_of_any_stream_repeats_the_text_and_knows_its_evidence()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var lookup = new PromptLookup(1 << 12);
            var text = new List<int>();
            for (var i = 0; i < 1500; i++)
            {
                // Copies with edits, of all kinds.
                var source = i > 50 && random.Next(12) > 0 ? text[i - 37 - (i / 400)] : random.Next(30);
                var token = source % 7 == 0 && random.Next(3) > 0 ? source + 1 : source;
                text.Add(token);
                lookup.Append(token);
                var draft = new int[random.Next(0, Longest)];

                var drafted = lookup.Draft(draft);

                Assert.Contains(drafted.Length, new[] { 0, draft.Length });
                Assert.All(draft, t => Assert.Contains(t, text.Append(0)));
                Assert.True(drafted.Evidence >= 0);
            }
        }
    }

    [Fact]
    public void Draft_while_copying_goes_on_where_the_copy_is()
    {
        // The run "1 2 3 4 5" stands in the passage and, more recently, elsewhere with another continuation.
        int[] passage = [60, 61, 62, 63, 64, 1, 2, 3, 4, 5, 70, 71, 72];
        int[] prompt = [.. passage, 99, 1, 2, 3, 4, 5, 80, 81, 82, 98];
        var lookup = new PromptLookup(1000);
        lookup.Append(prompt);

        Feed(lookup, 60, 61, 62, 63, 64, 1, 2, 3, 4, 5);

        Assert.Equal([70, 71, 72], Draft(lookup, 3));
    }

    [Theory]
    // A passage 0..29 was copied up to 9; then the edit, then what the draft should be.
    [InlineData("replaced, at once", new[] { 50 }, new[] { 11, 12, 13 })]
    [InlineData("replaced, confirmed", new[] { 50, 11 }, new[] { 12, 13, 14 })]
    [InlineData("two replaced by two", new[] { 50, 51, 12 }, new[] { 13, 14, 15 })]
    [InlineData("one replaced by three", new[] { 50, 51, 52, 11, 12 }, new[] { 13, 14, 15 })]
    [InlineData("inserted", new[] { 50, 51, 10, 11 }, new[] { 12, 13, 14 })]
    [InlineData("deleted", new[] { 14, 15 }, new[] { 16, 17, 18 })]
    [InlineData(
        "a line of twelve inserted",
        new[] { 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 10, 11 },
        new[] { 12, 13, 14 }
    )]
    public void Draft_after_an_edit_finds_the_passage_again(string edit, int[] edited, int[] expected)
    {
        var lookup = new PromptLookup(1000);
        lookup.Append([.. Enumerable.Range(0, 30), 99]);
        Feed(lookup, [.. Enumerable.Range(0, 10)]);

        Feed(lookup, edited);

        Assert.True(expected.SequenceEqual(Draft(lookup, 3)), edit);
    }

    [Fact]
    public void Draft_repeats_a_replacement_and_drops_it_when_it_fails()
    {
        // The name 7 8 stands four times, between other tokens.
        int[] passage = [.. Enumerable.Range(100, 10), 7, 8, 110, 111, 7, 8, 112, 113, 7, 8, 114, 115, 7, 8, 116];
        var lookup = new PromptLookup(1000);
        lookup.Append([.. passage, 99]);
        Feed(lookup, [.. Enumerable.Range(100, 10)]);
        Feed(lookup, 40, 41, 42, 110, 111);

        Assert.Equal([40, 41, 42, 112, 113, 40, 41, 42, 114], Draft(lookup, 9));

        // Half written, it is finished.
        Feed(lookup, 40);
        Assert.Equal([41, 42, 112], Draft(lookup, 3));

        // Kept once, it is not expected any more.
        Feed(lookup, 41, 42, 112, 113, 7);
        Assert.Equal([8, 114, 115, 7, 8, 116], Draft(lookup, 6));
    }

    [Fact]
    public void Draft_after_a_replacement_breaks_off_on_weak_evidence_starts_anew()
    {
        int[] passage = [.. Enumerable.Range(100, 10), 7, 110, 111, 7, 112, 113];
        var lookup = new PromptLookup(1000);
        lookup.Append([.. passage, 99]);
        Feed(lookup, [.. Enumerable.Range(100, 10)]);
        Feed(lookup, 40, 41, 110, 111);
        Assert.Equal([40, 41, 112], Draft(lookup, 3));

        Feed(lookup, 40, 98);
        Assert.Empty(Draft(lookup, 3));

        Feed(lookup, 110, 111);
        Assert.Equal([40, 98], Draft(lookup, 2));
    }

    [Fact]
    public void Draft_of_a_file_rewritten_with_a_rename_needs_few_steps()
    {
        var (prompt, answer) = RenamedFile();

        var steps = Steps(new PromptLookup(1 << 14), prompt, answer);
        var naive = NaiveSteps(prompt, answer);

        // Each step yields at most a draft and one more token.
        Assert.InRange(steps, answer.Length / (Longest + 1), answer.Length / 8);
        Assert.True(steps * 5 < naive * 4, $"{steps} steps, {naive} with the longest match alone");
    }

    [Fact]
    public void Append_past_the_capacity_forgets_the_oldest_and_allocates_nothing()
    {
        const int Capacity = 512;
        var lookup = new PromptLookup(Capacity);
        var draft = new int[Longest];
        void Cycle()
        {
            for (var i = 0; i < 2 * Capacity; i++)
            {
                lookup.Append(i % 100);
                lookup.Draft(draft);
            }
        }

        Cycle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Cycle();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Cycle();

        Assert.Equal(0, allocated);
        Assert.Equal(Enumerable.Range(0, Longest).Select(i => ((2 * Capacity) + i) % 100), Draft(lookup, Longest));
    }

    [Fact]
    public void Draft_of_what_was_forgotten_is_none()
    {
        var lookup = new PromptLookup(64);
        lookup.Append([1, 2, 3, 4]);
        lookup.Append([.. Enumerable.Range(1000, 100)]);

        Feed(lookup, 1, 2, 3);

        Assert.Empty(Draft(lookup, 4));
    }

    [Fact]
    public void Draft_without_a_text_or_an_earlier_place_is_none()
    {
        var lookup = new PromptLookup(100);
        Assert.Empty(Draft(lookup, 4));

        lookup.Append([1, 2, 3]);

        Assert.Empty(Draft(lookup, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PromptLookup(4));
    }

    private static int Steps(PromptLookup lookup, int[] prompt, int[] answer)
    {
        lookup.Append(prompt);
        var steps = 0;
        var draft = new int[Longest];
        for (var done = 0; done < answer.Length; steps++)
        {
            var length = lookup.Draft(draft).Length;
            var accepted = draft.AsSpan(0, length).CommonPrefixLength(answer.AsSpan(done));
            var end = Math.Min(done + accepted + 1, answer.Length);
            Feed(lookup, answer[done..end]);
            done = end;
        }

        return steps;
    }

    private static int NaiveSteps(int[] prompt, int[] answer)
    {
        int[] text = [.. prompt, .. answer];
        var steps = 0;
        for (var done = prompt.Length; done < text.Length; steps++)
        {
            var match = NGramIndexTests.LongestEarlier(text.AsSpan(0, done));
            var draft = match.Length == 0 ? [] : Continuation(text[..done], match.Next, Longest);
            done += draft.AsSpan().CommonPrefixLength(text.AsSpan(done)) + 1;
        }

        return steps;
    }

    /// <summary>A source file of this repository in words, and the same with its most frequent field renamed.</summary>
    private static (int[] Prompt, int[] Answer) RenamedFile()
    {
        var source = File.ReadAllText(Repository.PathOf("src", "GptOssDev.Inference", "Speculation", "CopyTracker.cs"));
        var ids = new Dictionary<string, int>();
        int[] Encode(string text) =>
            [
                .. Words()
                    .Matches(text)
                    .Select(word => ids.TryGetValue(word.Value, out var id) ? id : ids[word.Value] = ids.Count),
            ];
        int[] prompt = [.. Encode(source), .. Encode("Rename _next to _upcomingPosition.")];
        return (prompt, Encode(source.Replace("_next", "_upcomingPosition", StringComparison.Ordinal)));
    }

    private static int[] Continuation(int[] text, int from, int length)
    {
        var all = text.ToList();
        for (var i = 0; i < length; i++)
        {
            all.Add(all[from + i]);
        }

        return [.. all.Skip(text.Length)];
    }

    private static void Feed(PromptLookup lookup, params int[] tokens)
    {
        foreach (var token in tokens)
        {
            lookup.Append(token);
        }
    }

    private static int[] Draft(PromptLookup lookup, int length)
    {
        var draft = new int[length];
        return draft[..lookup.Draft(draft).Length];
    }

    // Names break into a few parts, as a tokenizer breaks them.
    [GeneratedRegex(@"\s+|[_\W]|[A-Z]?[a-z]+|[A-Z]+|\d")]
    private static partial Regex Words();
}
