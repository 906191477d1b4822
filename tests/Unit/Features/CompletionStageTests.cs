using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>The stages of completion that ask neither model nor compiler: a text with the cursor as <c>$0</c>, what comes of it.</summary>
public sealed class CompletionStageTests
{
    private const string Body = "class A\n{\n    void F()\n    {\n        $0\n    }\n}\n";

    [Theory]
    [InlineData("class A { int x = 1;$0\n}", "the statement is complete")]
    [InlineData("class A { int P { get; }$0\n}", "the statement is complete")]
    [InlineData("class A { void F() { for (int i = 0;$0)\n} }", null)]
    [InlineData("class A { int x = $0\n}", null)]
    [InlineData("class A { int x = F($0);\n}", null)]
    [InlineData("class A { int x$0y = 1;\n}", "the line goes on behind the cursor")]
    public void Suggestion_that_nobody_asked_for_comes_only_where_it_helps(string marked, string? why)
    {
        var cursor = MarkedText.Cursor(marked, "/r/a.cs");

        Assert.Equal(why, TriggerRules.WhyNot(cursor, CompletionTrigger.Automatic, inCommentOrString: false));
        Assert.Null(TriggerRules.WhyNot(cursor, CompletionTrigger.Invoked, inCommentOrString: true));
    }

    [Theory]
    [InlineData("class A { int x = $0\n}", "1;\nx", "StatementEnd")]
    [InlineData("class A { int x = $0\n}", "1;", null)]
    [InlineData("class A { int x = $0\n}", "1;```", "Fence")]
    [InlineData(Body, "        G();\n        H();\n    }\n", "BlockLeft")]
    [InlineData(Body, "        G();\n        H();\n", null)]
    [InlineData(Body, "        GH(1);\n        GH(1);\n", "Repetition")]
    [InlineData(Body, "        }\n        }\n", null)]
    [InlineData(
        "class A\n{\n    void F()\n    {\n        $0\n        Last();\n    }\n}\n",
        "        First();\n        Last();\n",
        "SuffixRepeated"
    )]
    [InlineData(
        "class A\n{\n    void F()\n    {\n        $0\n        Last();\n    }\n}\n",
        "        First();\n        Last();",
        null
    )]
    public void Writing_ends_when_more_would_be_cut_off(string marked, string written, string? reason)
    {
        var cursor = MarkedText.Cursor(marked, "/r/a.cs");

        Assert.Equal(reason, new StopPredicate(cursor, CompletionShape.At(cursor)).Of(written)?.ToString());
    }

    [Fact]
    public void Item_is_applied_together_with_the_edits_it_relies_on()
    {
        var cursor = MarkedText.Cursor("using B;\n\nclass A { int x = F($0); }\n", "/r/a.cs");
        var end = cursor.Position with { Character = cursor.Position.Character + 2 };
        var item = new CompletionItem("1);", new TextRange(cursor.Position, end), CompletionVerdict.Accepted, [], 0)
        {
            AdditionalEdits = [new TextEdit(TextRange.At(new TextPosition(0, 0)), "using A;\n")],
        };

        Assert.Equal("using A;\nusing B;\n\nclass A { int x = F(1); }\n", item.ApplyTo(cursor.Text));
    }

    [Fact]
    public void Candidates_run_side_by_side_on_a_gpu_and_one_after_the_other_on_processors()
    {
        Assert.Equal([3], Sizes(1, 3, CompletionPreset.Gpu));
        Assert.Equal([1, 1, 1], Sizes(1, 3, CompletionPreset.Processor));
        Assert.Equal([1], Sizes(1, 1, CompletionPreset.Processor));
        Assert.Equal([4, 2], Sizes(4, 3, CompletionPreset.Processor));
    }

    [Fact]
    public void Candidates_differ_by_seeds_that_repeat()
    {
        var spread = CandidateSampling.Spread(new SamplingOptions(0, 1, 7), 3).ToList();

        Assert.Equal(spread, CandidateSampling.Spread(new SamplingOptions(0, 1, 7), 3));
        Assert.Equal(3, spread.Select(s => s.Seed).Distinct().Count());
        Assert.Equal([0, 0.4, 0.4], spread.Select(s => s.Temperature));
    }

    [Fact]
    public void Best_comes_first_and_equal_texts_once()
    {
        CompletionItem[] items =
        [
            Item("a", CompletionVerdict.Inconclusive, -1),
            Item("b", CompletionVerdict.Accepted, -9),
            Item("c", CompletionVerdict.Rejected, -0.1),
            Item("d", CompletionVerdict.Accepted, -2),
            Item("b", CompletionVerdict.Accepted, -10),
        ];

        Assert.Equal(["d", "b", "a"], CandidateRanking.Best(items, 8).Select(i => i.Text));
        Assert.Equal(["d"], CandidateRanking.Best(items, 1).Select(i => i.Text));
    }

    [Fact]
    public async Task First_that_is_not_rejected_wins_and_the_others_are_cancelled()
    {
        var cancelled = 0;
        var race = new BestOfN(
            async (sampling, over) =>
            {
                if (sampling.Seed == 2)
                {
                    return Item("won", CompletionVerdict.Accepted, -1);
                }
                if (sampling.Seed == 1)
                {
                    return Item("bad", CompletionVerdict.Rejected, -1);
                }
                try
                {
                    await Task.Delay(Timeout.Infinite, over);
                    return null;
                }
                finally
                {
                    Interlocked.Increment(ref cancelled);
                }
            }
        );

        var items = await race.RunAsync([.. Seeds(0, 1, 2, 3)], firstWins: true, default);

        Assert.Equal(["bad", "won"], items.Select(i => i.Text));
        Assert.Equal(2, cancelled);
    }

    [Fact]
    public async Task Failing_candidate_ends_the_race_with_its_failure_and_no_other_running()
    {
        var ended = false;
        var race = new BestOfN(
            async (sampling, over) =>
            {
                if (sampling.Seed == 0)
                {
                    throw new InferenceException(InferenceFailure.QueueFull, "full");
                }
                await Task.Delay(Timeout.Infinite, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended = true;
                return null;
            }
        );

        await Assert.ThrowsAsync<InferenceException>(() => race.RunAsync([.. Seeds(0, 1)], firstWins: true, default));

        Assert.True(ended);
    }

    [Fact]
    public void Similar_part_of_an_open_file_is_found()
    {
        var cursor = MarkedText.Cursor("class A\n{\n    decimal Total(Invoice invoice) => invoice.$0\n}\n", "/r/a.cs");
        var other = "class Report\n{\n    decimal Total(Invoice invoice) => invoice.Lines.Sum();\n}\n";

        var found = SimilarChunks.Find(cursor, [("b.cs", "class Unrelated { string Name; }\n"), ("c.cs", other)]);

        Assert.Equal([new ContextFragment(ContextKind.Similar, "c.cs", other)], found);
    }

    [Fact]
    public void Typing_on_in_one_place_is_one_edit()
    {
        var edits = new RecentEdits();
        edits.Add("/r/a.cs", "one\ntwo\nthree\n", "one\ntwoX\nthree\n");
        edits.Add("/r/a.cs", "one\ntwoX\nthree\n", "one\ntwoXY\nthree\n");
        edits.Add("/r/b.cs", "\n\n\n\n\n\nb\n", "\n\n\n\n\n\nb2\n");
        edits.Add("/r/b.cs", "b", "b");

        Assert.Equal([new RecentEdit("/r/b.cs", 6, 6, "b2"), new RecentEdit("/r/a.cs", 1, 1, "twoXY")], edits.Newest);
    }

    [Fact]
    public void Edits_are_bounded_in_number_and_lines()
    {
        var edits = new RecentEdits();
        for (var i = 0; i < 50; i++)
        {
            edits.Add($"/r/{i}.cs", "", string.Concat(Enumerable.Repeat("line\n", 100)));
        }

        Assert.Equal("/r/49.cs", edits.Newest[0].Path);
        Assert.True(edits.Newest.Count <= 8);
        Assert.All(edits.Newest, edit => Assert.True(edit.Text.Split('\n').Length <= 12));
    }

    [Theory]
    [InlineData("foo.Bar()", 3, 9)]
    [InlineData(" + 1;\n", 2, 5)]
    [InlineData("\n    return x;\n}", 11, 14)]
    [InlineData("😀x", 3, 3)]
    [InlineData("", 0, 0)]
    public void Pieces_of_a_suggestion_end_at_words_and_lines(string text, int word, int line) =>
        Assert.Equal((word, line), (PartialAccept.Word(text), PartialAccept.Line(text)));

    [Theory]
    [InlineData("    a $0\n", "= 1;", "= 1;\n    ")]
    [InlineData("    if (x)$0\n", " {", " {\n        ")]
    [InlineData("    a$0\n", ".B", ".B")]
    [InlineData("    $0\n", "a();\n        b();", "a();\n        b();\n        ")]
    public void Who_takes_a_suggestion_goes_on_behind_it_or_on_the_next_line(string marked, string text, string lead) =>
        Assert.Equal(
            lead,
            NextEditPosition.Lead(MarkedText.Cursor(marked, "/r/a.cs"), Item(text, CompletionVerdict.Accepted, 0))
        );

    private static IEnumerable<int> Sizes(int items, int candidates, CompletionPreset preset) =>
        CandidateSampling.Groups(SamplingOptions.Greedy, items, candidates, preset).Select(g => g.Count);

    private static IEnumerable<SamplingOptions> Seeds(params int[] seeds) =>
        seeds.Select(seed => new SamplingOptions(0, 1, seed));

    private static CompletionItem Item(string text, CompletionVerdict verdict, double logProbability) =>
        new(text, TextRange.At(new TextPosition(0, 0)), verdict, [], logProbability);
}
