using GptOssDev.Features;
using GptOssDev.Features.Chat;
using GptOssDev.Features.Code;
using GptOssDev.Features.Explain;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class AnswerFeatureTests
{
    private const string Source = "class A\n{\n    int F() => 1;\n    int G() => 2;\n}\n";

    [Fact]
    public async Task Answer_and_reasoning_are_streamed_apart_and_a_second_answer_is_left_out()
    {
        var model = new ScriptedModel(
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>It is é.<|end|>"
                + "<|start|>assistant<|channel|>final<|message|>Again.<|return|>"
        );
        var parts = new List<AnswerPart>();

        var outcome = await ExplainAsync(model, new CodeTarget("A.cs", new LineRange(3, 3)), parts.Add);

        Assert.Equal(("It is é.", "Hm."), (outcome.Answer, outcome.Reasoning));
        Assert.Equal("Hm.", string.Concat(parts.Where(p => p.Channel == AnswerChannel.Reasoning).Select(p => p.Text)));
        Assert.Equal(
            "It is é.",
            string.Concat(parts.Where(p => p.Channel == AnswerChannel.Answer).Select(p => p.Text))
        );
        Assert.Equal(RequestPriority.Interactive, Assert.Single(model.Requests).Priority);
        Assert.Equal(1, model.Disposed);
    }

    [Theory]
    [InlineData(3, 3, "Explain this method.")]
    [InlineData(3, 4, "Explain this code.\n\nA.cs:3-4\n")]
    [InlineData(2, 3, "Explain lines 2-3 of this class.")]
    public async Task Lines_are_explained_with_the_declaration_around_them(int start, int end, string question)
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "x<|return|>");

        await ExplainAsync(model, new CodeTarget("A.cs", new LineRange(start, end)));

        Assert.Contains(question, model.Prompt(0));
    }

    [Fact]
    public async Task Symbol_is_found()
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "x<|return|>");

        await ExplainAsync(model, new CodeTarget(Symbol: "A.G"));

        Assert.Contains("A.cs:4\n```csharp\nint G() => 2;\n```", model.Prompt(0));
    }

    [Theory]
    [InlineData("Nowhere", null, 1, "no symbol is called 'Nowhere'")]
    [InlineData(null, "A.cs", 9, "line 9 is past the end: the file has 5 lines")]
    [InlineData(null, "A.cs", 0, "are no range")]
    [InlineData(null, "B.cs", 1, "no such file")]
    [InlineData("A", "A.cs", 1, "either a file or a symbol")]
    public async Task Target_that_is_not_there_is_bad_input(string? symbol, string? path, int line, string message)
    {
        var lines = path is null ? (LineRange?)null : new LineRange(line, line);

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            ExplainAsync(new ScriptedModel("x"), new CodeTarget(path, lines, symbol))
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
        Assert.Contains(message, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Reasoning_without_an_end_is_no_answer()
    {
        var model = new ScriptedModel("<|channel|>analysis<|message|>Hm, hm, hm.");

        var failure = await Assert.ThrowsAsync<FeatureException>(() => ExplainAsync(model, new CodeTarget("A.cs")));

        Assert.Equal(FeatureFailure.NoAnswer, failure.Reason);
    }

    [Fact]
    public async Task Large_model_needs_no_notice()
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "x<|return|>") { Parameters = 20_900_000_000 };

        Assert.Null((await ExplainAsync(model, new CodeTarget("A.cs"))).Notice);
    }

    [Fact]
    public async Task Timings_count_what_was_generated()
    {
        var outcome = await ExplainAsync(
            new ScriptedModel(ScriptedModel.Answer + "abc<|return|>"),
            new CodeTarget("A.cs")
        );

        var timings = outcome.Timings;
        Assert.Equal(ByteTokenizer.Script(ScriptedModel.Answer + "abc").Length, timings.GeneratedTokens);
        Assert.Equal((timings.GeneratedTokens - 1) / 0.003, timings.TokensPerSecond, 3);
        Assert.True(timings.Total >= timings.FirstToken && timings.FirstToken > TimeSpan.Zero);
    }

    [Fact]
    public async Task Citations_are_checked_against_the_files()
    {
        var outcome = await AskAsync(
            new ScriptedModel(
                ScriptedModel.Answer
                    + "See `src/A.cs:2-4`, src/A.cs:2-4, src/A.cs:99, src/B.cs:1, ../x.cs:1 and at 10:30.<|return|>"
            ),
            new AskRequest(null!, "What?", [new AskFile("src/A.cs", new LineRange(2, 4))])
        );

        Assert.Equal(
            [
                new Citation("src/A.cs", new LineRange(2, 4), true),
                new Citation("src/A.cs", new LineRange(99, 99), false),
                new Citation("src/B.cs", new LineRange(1, 1), false),
            ],
            outcome.Citations
        );
    }

    [Theory]
    [InlineData(true, "Nothing of the repository was read")]
    [InlineData(false, "scripted is a very small model")]
    public async Task Question_without_files_says_that_nothing_was_read(bool useRepository, string notice)
    {
        var outcome = await AskAsync(
            new ScriptedModel(ScriptedModel.Answer + "x<|return|>"),
            new AskRequest(null!, "What?", UseRepository: useRepository)
        );

        Assert.StartsWith(notice, outcome.Notice);
    }

    [Theory]
    [InlineData("Where is the order total computed?")]
    [InlineData("what does OrderTotal return")]
    public async Task Question_without_files_is_answered_from_members_that_match_its_words(string question)
    {
        using var workspace = new TemporaryWorkspace(
            (
                "src/Pricing.cs",
                "class Pricing\n{\n    int Rate() => 3;\n\n    int OrderTotal(int n) => n * Rate();\n}\n"
            ),
            ("src/Other.cs", "class Other\n{\n    void Save() { }\n}\n")
        );
        var model = new ScriptedModel(ScriptedModel.Answer + "x<|return|>");
        var request = new AskRequest(await workspace.SnapshotAsync(), question);

        var outcome = await new AskFeature(model, TimeProvider.System).AskAsync(request, null, default);

        Assert.Contains("src/Pricing.cs:5\n", model.Prompt(0), StringComparison.Ordinal);
        Assert.DoesNotContain("Other.cs", model.Prompt(0), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing of the repository", outcome.Notice ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_is_given_to_the_model()
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "x<|return|>");

        await AskAsync(model, new AskRequest(null!, "Why?", Context: "error CS1002\n"));

        Assert.Contains("input:1\n```\nerror CS1002\n```\n\nWhy?«end»", model.Prompt(0));
    }

    [Theory]
    [InlineData("  ", "the question is empty")]
    [InlineData("LONG", "the question has more than")]
    public async Task Unusable_question_is_bad_input(string question, string message)
    {
        var request = new AskRequest(null!, question == "LONG" ? new string('x', 5000) : question);

        var failure = await Assert.ThrowsAsync<FeatureException>(() => AskAsync(new ScriptedModel("x"), request));

        Assert.StartsWith(message, failure.Message);
    }

    [Theory]
    [InlineData(-0.1, null)]
    [InlineData(double.NaN, null)]
    [InlineData(2.1, null)]
    [InlineData(null, 0)]
    public async Task Settings_outside_their_bounds_are_bad_input(double? temperature, int? maxTokens)
    {
        var settings = new GenerationSettings(Temperature: temperature, MaxTokens: maxTokens);

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            AskAsync(new ScriptedModel("x"), new AskRequest(null!, "q", Settings: settings))
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
    }

    private static async Task<AnswerOutcome> ExplainAsync(
        ScriptedModel model,
        CodeTarget target,
        Action<AnswerPart>? onPart = null
    )
    {
        using var workspace = new TemporaryWorkspace(("A.cs", Source));
        var absolute = target.Path is { } path ? target with { Path = workspace.PathOf(path) } : target;
        var request = new ExplainRequest(await workspace.SnapshotAsync(), absolute);
        return await new ExplainFeature(model, TimeProvider.System).ExplainAsync(request, onPart, default);
    }

    private static async Task<AnswerOutcome> AskAsync(ScriptedModel model, AskRequest request)
    {
        using var workspace = new TemporaryWorkspace(("src/A.cs", Source));
        var files = request.Files?.Select(f => f with { Path = workspace.PathOf(f.Path) }).ToList();
        var with = request with { Code = await workspace.SnapshotAsync(), Files = files };
        return await new AskFeature(model, TimeProvider.System).AskAsync(with, null, default);
    }
}
