using GptOssDev.CodeModel.Verification;
using GptOssDev.Features;
using GptOssDev.Features.Code;
using GptOssDev.Features.Refactor;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class RefactorFeatureTests
{
    private const string Source = "class A\n{\n    int F()\n    {\n        return 1;\n    }\n}\n";
    private const string Good = ScriptedModel.Answer + "```csharp\nint F() => 1;\n```<|return|>";
    private const string Broken = ScriptedModel.Answer + "```csharp\nint F() => 1\n```<|return|>";

    [Fact]
    public async Task Code_is_spliced_in_and_judged()
    {
        var outcome = await RefactorAsync(new ScriptedModel(Good));

        // Loose files have no project: the compiler can only say that the syntax holds.
        Assert.Equal(VerdictKind.Inconclusive, outcome.Verdict.Kind);
        Assert.Equal(1, outcome.Attempts);
        var edit = Assert.Single(outcome.Edits);
        Assert.Equal(("A.cs", Source, "class A\n{\n    int F() => 1;\n}\n"), (edit.Path, edit.OldText, edit.NewText));
        Assert.Contains("@@ -1,7 +1,4 @@", edit.Diff);
    }

    [Fact]
    public async Task Rejected_code_is_repaired_with_what_the_compiler_said()
    {
        var model = new ScriptedModel(Broken, Good);

        var outcome = await RefactorAsync(model);

        Assert.Equal(VerdictKind.Inconclusive, outcome.Verdict.Kind);
        Assert.Equal(2, outcome.Attempts);
        Assert.Contains("- CS1002: ; expected In: `int F() => 1`", model.Prompt(1));
        Assert.StartsWith(model.Prompt(0)[..^"«start»assistant".Length], model.Prompt(1));
    }

    [Fact]
    public async Task Code_that_stays_broken_is_rejected_with_its_edit()
    {
        var outcome = await RefactorAsync(new ScriptedModel(Broken));

        Assert.Equal(VerdictKind.Rejected, outcome.Verdict.Kind);
        Assert.Equal(2, outcome.Attempts);
        Assert.Contains("CS1002", Assert.Single(outcome.Verdict.Reasons));
        Assert.Single(outcome.Edits);
    }

    [Theory]
    [InlineData("```csharp\nint F()\n{\n    return 1;\n}\n```<|return|>", "nothing changed")]
    [InlineData("I would rather not.<|return|>", "the model's answer holds no code")]
    [InlineData("```csharp\nint F()\n{", "the model's answer holds no code")]
    public async Task Answer_without_an_edit_is_rejected(string answer, string reason)
    {
        var outcome = await RefactorAsync(new ScriptedModel(ScriptedModel.Answer + answer));

        Assert.Equal(VerdictKind.Rejected, outcome.Verdict.Kind);
        Assert.StartsWith(reason, Assert.Single(outcome.Verdict.Reasons));
        Assert.Empty(outcome.Edits);
        Assert.Equal(1, outcome.Attempts);
    }

    [Fact]
    public async Task Comment_alone_is_put_before_the_code()
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "```csharp\n/// <summary>One.</summary>\n```<|return|>");

        var outcome = await RefactorAsync(model, "Document it.");

        var expected = Source.Replace(
            "    int F()",
            "    /// <summary>One.</summary>\n    int F()",
            StringComparison.Ordinal
        );
        Assert.Equal(expected, Assert.Single(outcome.Edits).NewText);
    }

    [Fact]
    public async Task Code_that_leaves_the_declaration_out_is_rejected()
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "```csharp\n// gone\n;\n```<|return|>");

        var outcome = await RefactorAsync(model);

        Assert.Equal(VerdictKind.Rejected, outcome.Verdict.Kind);
        Assert.Equal(2, outcome.Attempts);
    }

    [Fact]
    public async Task Declaration_lost_without_an_error_is_rejected()
    {
        var model = new ScriptedModel(ScriptedModel.Answer + "```csharp\n#if X\nint F() => 1;\n#endif\n```<|return|>");

        var outcome = await RefactorAsync(model);

        Assert.Equal(VerdictKind.Rejected, outcome.Verdict.Kind);
        Assert.StartsWith(
            "the model left out what it should rewrite: A.cs:3-6",
            Assert.Single(outcome.Verdict.Reasons)
        );
    }

    [Fact]
    public async Task Answer_that_was_cut_off_is_told_so()
    {
        var long_ = ScriptedModel.Answer + "```csharp\n" + string.Concat(Enumerable.Repeat("int x;\n", 2000));

        var outcome = await RefactorAsync(new ScriptedModel(long_));

        Assert.StartsWith("the model's answer was cut off after", Assert.Single(outcome.Verdict.Reasons));
    }

    [Theory]
    [InlineData("", 5, "the instruction is empty")]
    [InlineData("Do it.", null, "too long to rewrite in one go")]
    public async Task Unusable_request_is_bad_input(string instruction, int? line, string message)
    {
        var source = "class A\n{\n" + string.Concat(Enumerable.Repeat("    int F() => 1;\n", 200)) + "}\n";

        var failure = await Assert.ThrowsAsync<FeatureException>(() =>
            RefactorAsync(new ScriptedModel(Good), instruction, line, source)
        );

        Assert.Equal(FeatureFailure.BadInput, failure.Reason);
        Assert.Contains(message, failure.Message);
    }

    private static async Task<RefactorOutcome> RefactorAsync(
        ScriptedModel model,
        string instruction = "Use an expression body.",
        int? line = 5,
        string source = Source
    )
    {
        using var workspace = new TemporaryWorkspace(("A.cs", source));
        var lines = line is { } number ? new LineRange(number, number) : (LineRange?)null;
        var request = new RefactorRequest(
            await workspace.SnapshotAsync(),
            instruction,
            new CodeTarget(workspace.PathOf("A.cs"), lines)
        );
        var feature = new RefactorFeature(model, new Verifier(TimeProvider.System), TimeProvider.System);
        return await feature.RefactorAsync(request, null, default);
    }
}
