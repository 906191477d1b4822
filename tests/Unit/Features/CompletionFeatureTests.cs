using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Features;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Candidates;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class CompletionFeatureTests
{
    private const string Method = "class A\n{\n    int F()\n    {\n        $0\n    }\n}\n";

    [Fact]
    public async Task Candidate_that_does_not_parse_is_not_shown()
    {
        var outcome = await CompleteAsync(
            Method,
            new ScriptedModel("        return (1;\n") { HasFillInTheMiddle = true }
        );

        Assert.Empty(outcome.Items);
        Assert.StartsWith("the compiler rejects what the model suggests: A.cs:5:", outcome.Nothing);
    }

    [Fact]
    public async Task Rejected_candidate_is_followed_by_another_try()
    {
        var model = new ScriptedModel("        return (1;\n", "        return 2;\n    }") { HasFillInTheMiddle = true };

        var outcome = await CompleteAsync(Method, model);

        Assert.Equal("return 2;", Assert.Single(outcome.Items).Text);
        Assert.Equal([0, 0.4], model.Requests.Select(r => r.Sampling.Temperature));
        Assert.Equal(2, model.Disposed);
    }

    [Fact]
    public async Task Candidate_that_the_filters_drop_is_followed_by_another_try()
    {
        const string next = "class A\n{\n    void F()\n    {\n        $0\n        First();\n    }\n}\n";
        var model = new ScriptedModel("        First();\n", "        Zero();\n    }") { HasFillInTheMiddle = true };

        var outcome = await CompleteAsync(next, model);

        Assert.Equal("Zero();", Assert.Single(outcome.Items).Text);
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task Model_that_writes_nothing_is_not_asked_again()
    {
        var model = new ScriptedModel("  \n", "        return 2;\n    }") { HasFillInTheMiddle = true };

        var outcome = await CompleteAsync(Method, model);

        Assert.Equal("the model suggests nothing here", outcome.Nothing);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task Candidate_is_shown_at_the_cursor_with_its_verdict()
    {
        var outcome = await CompleteAsync(
            Method,
            new ScriptedModel("        return 1;\n    }") { HasFillInTheMiddle = true }
        );

        var item = Assert.Single(outcome.Items);
        Assert.Equal("return 1;", item.Text);
        Assert.Equal(TextRange.At(new TextPosition(4, 8)), item.Range);
        Assert.Equal(CompletionVerdict.Inconclusive, item.Verdict);
        Assert.NotEmpty(item.Reasons);
        Assert.Equal(-0.5 * "        return 1;".Length, item.LogProbability, 6);
        Assert.Null(outcome.Nothing);
        Assert.Contains("very small model", outcome.Notice);
    }

    [Fact]
    public async Task Continuation_works_without_fill_in_the_middle_tokens()
    {
        var model = new ScriptedModel("        return 1;\n```<|return|>");

        var outcome = await CompleteAsync(Method, model);

        Assert.Equal("return 1;", Assert.Single(outcome.Items).Text);
        Assert.EndsWith("«channel»final«message»```csharp\nclass A\n{\n    int F()\n    {\n", model.Prompt(0));
    }

    [Fact]
    public async Task Document_keeps_its_line_breaks()
    {
        var model = new ScriptedModel("        var x = 1;\n        return x;\n    }") { HasFillInTheMiddle = true };

        var outcome = await CompleteAsync(Method.ReplaceLineEndings("\r\n"), model);

        Assert.Equal("var x = 1;\r\n        return x;", Assert.Single(outcome.Items).Text);
    }

    [Fact]
    public async Task Candidates_are_sampled_with_seeds_of_their_own_and_equal_ones_shown_once()
    {
        var model = new ScriptedModel("        return 1;", "        return 2;", "        return 1;")
        {
            HasFillInTheMiddle = true,
        };

        var outcome = await CompleteAsync(Method, model, count: 3);

        Assert.Equal(["return 1;", "return 2;"], outcome.Items.Select(i => i.Text).Order());
        Assert.Equal([0, 0.4, 0.4], model.Requests.Select(r => r.Sampling.Temperature));
        Assert.Equal(3, model.Requests.Select(r => r.Sampling.Seed).Distinct().Count());
        Assert.Equal(3, model.Disposed);
    }

    [Fact]
    public async Task Line_ends_the_generation()
    {
        var model = new ScriptedModel("1;\n" + new string('x', 40)) { HasFillInTheMiddle = true };

        var outcome = await CompleteAsync("class A { int x = $0\n}", model, verify: false);

        var item = Assert.Single(outcome.Items);
        Assert.Equal(("1;", CompletionVerdict.Unverified), (item.Text, item.Verdict));
        // The first character of the next line tells that no block follows.
        Assert.Equal(4, outcome.Timings.GeneratedTokens);
    }

    [Theory]
    [InlineData("class A { // $0\n}", "the cursor is in a comment or a string")]
    [InlineData("class A { string s = \"$0\"; }", "the cursor is in a comment or a string")]
    [InlineData("class A { int $0x = 1; }", "the line goes on behind the cursor")]
    [InlineData("$0", "the file is empty")]
    public async Task Typing_asks_nothing_where_a_suggestion_would_disturb(string marked, string why)
    {
        var model = new ScriptedModel("1");

        var outcome = await CompleteAsync(marked, model, trigger: CompletionTrigger.Automatic);

        Assert.Equal(why, outcome.Nothing);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task Other_languages_are_unverified()
    {
        using var workspace = new TemporaryWorkspace(("a.json", "{\n  \"a\": \n}\n"));
        var feature = Feature(new ScriptedModel("1") { HasFillInTheMiddle = true });
        var request = new CompletionRequest(
            await workspace.SnapshotAsync(),
            workspace.PathOf("a.json"),
            new TextPosition(1, 7)
        );

        var outcome = await feature.CompleteAsync(request, default);

        Assert.Equal(CompletionVerdict.Unverified, Assert.Single(outcome.Items).Verdict);
    }

    [Theory]
    [InlineData(9, 0, "line 10 is past the end: the file has 2 lines")]
    [InlineData(0, 99, "column 100 is past the end: the line has 7 characters")]
    [InlineData(-1, 0, "line 0 is past the end: the file has 2 lines")]
    public async Task Position_outside_the_text_is_bad_input(int line, int character, string message)
    {
        using var workspace = new TemporaryWorkspace(("A.cs", "class A\n{}"));
        var request = new CompletionRequest(
            await workspace.SnapshotAsync(),
            workspace.PathOf("A.cs"),
            new TextPosition(line, character)
        );

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            Feature(new ScriptedModel("x")).CompleteAsync(request, default)
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
        Assert.EndsWith(message, failure.Message);
    }

    [Fact]
    public async Task Missing_file_is_bad_input()
    {
        using var workspace = new TemporaryWorkspace();
        var request = new CompletionRequest(await workspace.SnapshotAsync(), workspace.PathOf("No.cs"), default);

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            Feature(new ScriptedModel("x")).CompleteAsync(request, default)
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
    }

    [Fact]
    public async Task Cancelling_disposes_the_generation()
    {
        using var cancel = new CancellationTokenSource();
        var model = new ScriptedModel("        return 1;")
        {
            HasFillInTheMiddle = true,
            BeforeToken = index =>
            {
                if (index == 3)
                {
                    cancel.Cancel();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            CompleteAsync(Method, model, cancel: cancel.Token)
        );

        Assert.Equal(1, model.Disposed);
    }

    [Fact]
    public async Task What_is_written_again_is_not_judged_again()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (text, position) = MarkedText.Parse(Method);
        using var workspace = new TemporaryWorkspace(("A.cs", text));
        var request = new CompletionRequest(await workspace.SnapshotAsync(), workspace.PathOf("A.cs"), position);
        var (code, cursor) = CompletionFeature.Open(request);
        var place = await Feature(new ScriptedModel("x")).PlaceAsync(request, code, cursor, null, cancel);
        await using var judge = CandidateVerifier.Begin(
            new CompletionVerifier(TimeProvider.System),
            place,
            true,
            cancel
        );

        var first = await judge.VerifyAsync(Written("return (1;"), cancel);
        var again = await judge.VerifyAsync(Written("return (1;"), cancel);
        var other = await judge.VerifyAsync(Written("return (2;"), cancel);

        Assert.Equal(CompletionVerdict.Rejected, first.Verdict);
        Assert.Same(first.Reasons, again.Reasons);
        Assert.NotSame(first.Reasons, other.Reasons);

        static Candidate Written(string text) => new(text, new CompletionDraft(text, true), 0);
    }

    private static CompletionFeature Feature(ScriptedModel model) =>
        new(model, new CompletionVerifier(TimeProvider.System), TimeProvider.System);

    private static async Task<CompletionOutcome> CompleteAsync(
        string marked,
        ScriptedModel model,
        int count = 1,
        bool verify = true,
        CompletionTrigger trigger = CompletionTrigger.Invoked,
        CancellationToken cancel = default
    )
    {
        var (text, position) = MarkedText.Parse(marked);
        using var workspace = new TemporaryWorkspace(("A.cs", "class A { }\n"));
        var request = new CompletionRequest(
            await workspace.SnapshotAsync(),
            workspace.PathOf("A.cs"),
            position,
            text,
            count,
            verify,
            trigger
        );
        return await Feature(model).CompleteAsync(request, cancel);
    }
}
