using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>What becomes of completions: taken, refused, mended by a using, cut to what binds.</summary>
public sealed class CompletionVerifierTests(SmallSolution solution) : IClassFixture<SmallSolution>
{
    private readonly CompletionVerifier _verifier = new(TimeProvider.System);

    [Theory]
    [InlineData("var text = |", "Greet(\"x\").Length;", VerdictKind.Accepted)]
    [InlineData("var text = |", "Greet(1);", VerdictKind.Rejected)]
    [InlineData("var text = |", "Greet(\"x\").Size;", VerdictKind.Rejected)]
    [InlineData("var a = 1; a.|", "ToString();", VerdictKind.Accepted)]
    [InlineData("var a = 1; a.|", "ToText();", VerdictKind.Rejected)]
    [InlineData("if (Name.Length > |", "3) { return; }", VerdictKind.Accepted)]
    [InlineData("unknown(1); |", "Greet(\"x\");", VerdictKind.Accepted)]
    [InlineData("unknown(1); |", "unheard(2);", VerdictKind.Rejected)]
    [InlineData("|", "_count = 1;", VerdictKind.Rejected)]
    [InlineData("|", "} public void More() {", VerdictKind.Accepted)]
    [InlineData("|", "} public string Say() { return \"\";", VerdictKind.Rejected)]
    [InlineData("var s = \"\";\n        s = s + (|", "1", VerdictKind.Accepted)]
    public async Task Insertion_in_a_body_is_bound(string body, string text, VerdictKind expected)
    {
        var judged = await JudgeInCallerAsync(body, text);
        Assert.True(
            judged.Verdict.Kind == expected,
            $"{judged.Verdict.Kind}: {string.Join("; ", judged.Verdict.Reasons)}"
        );
        Assert.Equal((text, 0), (judged.Text, judged.AdditionalEdits.Count));
        Assert.Equal(expected == VerdictKind.Rejected, judged.Verdict.Reasons.Count > 0);
    }

    [Theory]
    [InlineData("var n = Nam|", ".Length;", "CS0103")]
    [InlineData("var n = Nam|", "e.Length;", null)]
    [InlineData("var n = Nam| + \"a\";", "", "CS0103")]
    [InlineData("var n = Name.Len|", " * 2;", "CS1061")]
    [InlineData("Greet(Nam|", ");", "CS0103")]
    [InlineData("Greet(Nam|);", ".Trim()", "CS0103")]
    [InlineData("Gree|", "(\"a\");", "CS0103")]
    [InlineData("foreach (var c in Nam|", ") { }", "CS0103")]
    [InlineData("Lib.Gree| g = null!;", "", "CS0234")]
    [InlineData("Lib.Gree|", "ter g = new();", null)]
    [InlineData("var u = unknown; var n = Name|", ".Length;", null)]
    [InlineData("if (|", "Name == \"\") Greet(Name", "CS1026")]
    [InlineData("if (|", "Name == \"\") Greet(Name);", null)]
    [InlineData("Greet(|", "Name", null)]
    public async Task Name_at_the_cursor_and_brackets_of_the_text_are_the_texts(string body, string text, string? error)
    {
        var judged = await JudgeInCallerAsync(body, text);
        Assert.Equal(error is null ? VerdictKind.Accepted : VerdictKind.Rejected, judged.Verdict.Kind);
        Assert.All(judged.Verdict.Reasons.Take(1), reason => Assert.Contains(error!, reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whole_name_without_its_using_gets_the_using()
    {
        var judged = await JudgeInCallerAsync("var b = new StringBuilder|", "();");
        Assert.True(judged.Verdict.IsAccepted, string.Join("; ", judged.Verdict.Reasons));
        Assert.Equal("using System.Text;\n\n", Assert.Single(judged.AdditionalEdits).NewText);
    }

    [Theory]
    [InlineData("var b = new |", "StringBuilder();", "using System.Text;")]
    [InlineData("var s = Name.|", "Shorten();", "using Lib.Texts;")]
    [InlineData("var s = Name?.|", "Shorten();", "using Lib.Texts;")]
    [InlineData("var u = new |", "Unique();", "using Lib.Texts;")]
    [InlineData("var p = |", "Path.Combine(Name, new Unique().ToString()!);", "using System.IO;\nusing Lib.Texts;")]
    public async Task Missing_using_is_added_when_one_namespace_fits(string body, string text, string directives)
    {
        var judged = await JudgeInCallerAsync(body, text);
        Assert.True(judged.Verdict.IsAccepted, string.Join("; ", judged.Verdict.Reasons));
        var edit = Assert.Single(judged.AdditionalEdits);
        Assert.Equal(new TextEdit(TextRange.At(new TextPosition(0, 0)), directives + "\n\n"), edit);
    }

    [Theory]
    [InlineData("var t = new |", "Twin();")]
    [InlineData("var t = new |", "Nowhere();")]
    [InlineData("var t = Name.|", "Shorted();")]
    public async Task Using_is_not_guessed(string body, string text)
    {
        var judged = await JudgeInCallerAsync(body, text);
        Assert.Equal(VerdictKind.Rejected, judged.Verdict.Kind);
        Assert.Empty(judged.AdditionalEdits);
    }

    [Fact]
    public async Task Using_joins_those_that_are_there_in_order()
    {
        var (snapshot, cursor) = solution.With(
            solution.CallerPath,
            "// header\r\nusing System;\r\nusing System.Threading;\r\nusing Lib;\r\n\r\nclass C { void M() { Console.Write(new |); } }\r\n"
        );
        var judged = await _verifier.JudgeAsync(
            snapshot,
            solution.CallerPath,
            TextRange.At(cursor),
            "StringBuilder()",
            TestContext.Current.CancellationToken
        );
        Assert.True(judged.Verdict.IsAccepted, string.Join("; ", judged.Verdict.Reasons));
        Assert.Equal(
            [new TextEdit(TextRange.At(new TextPosition(2, 0)), "using System.Text;\r\n")],
            judged.AdditionalEdits
        );
    }

    [Theory]
    [InlineData("|", "Greet(\"a\");\n        Greet(2);\n        Greet(\"b\");", "Greet(\"a\");")]
    [InlineData("var a = |", "1;\n        a.Nothing();", "1;")]
    [InlineData(
        "|",
        "if (Name == \"\") { Greet(\"a\"); }\n        int x = \"\";",
        "if (Name == \"\") { Greet(\"a\"); }"
    )]
    [InlineData("|", "var s = new StringBuilder();\n        s.Nothing();", "var s = new StringBuilder();")]
    [InlineData("|", "Greet(\"a\");\n        Greet(2);\n        Greet(\"b\";", "Greet(\"a\");")]
    public async Task Text_that_does_not_bind_is_cut_to_the_statements_that_do(string body, string text, string left)
    {
        var judged = await JudgeInCallerAsync(body, text);
        Assert.True(judged.Verdict.IsAccepted, string.Join("; ", judged.Verdict.Reasons));
        Assert.Equal(left, judged.Text);
        Assert.StartsWith("cut to what binds: ", judged.Verdict.Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = |", "1;", null)]
    [InlineData("var a = |", "1;\n        a.Nothing();", "CS1061")]
    [InlineData("var b = new |", "StringBuilder();", "CS0246")]
    [InlineData("var a = |", "nothing.Here(;", "CS1026")]
    public async Task Text_judged_as_it_is_is_neither_mended_nor_cut(string body, string text, string? error)
    {
        var (snapshot, cursor) = InCaller(body);
        var verdict = await _verifier.VerifyAsync(
            snapshot,
            solution.CallerPath,
            TextRange.At(cursor),
            text,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(error is null ? VerdictKind.Accepted : VerdictKind.Rejected, verdict.Kind);
        Assert.Equal(error, verdict.Evidence.DiagnosticsAdded.SingleOrDefault(d => d.IsCompilerError)?.Id);
    }

    [Theory]
    [InlineData("public string Hello => \"\";", VerdictKind.Accepted)]
    [InlineData("public string Say() => \"\";", VerdictKind.Accepted)]
    [InlineData("public int Name => 1;", VerdictKind.Rejected)]
    [InlineData("public abstract void Must();", VerdictKind.Rejected)]
    [InlineData("public Greeter(int a) { }", VerdictKind.Rejected)]
    [InlineData("public static void Greet(object o) { }", VerdictKind.Accepted)]
    [InlineData("public static string Greet(string name, int n = 1) => name;", VerdictKind.Accepted)]
    public async Task New_member_is_judged_in_all_that_see_it(string text, VerdictKind expected)
    {
        var (snapshot, cursor) = solution.With(
            solution.GreeterPath,
            SmallSolution.Greeter.Replace(
                "    public int Count",
                "    |\n    public int Count",
                StringComparison.Ordinal
            )
        );
        var judged = await _verifier.JudgeAsync(
            snapshot,
            solution.GreeterPath,
            TextRange.At(cursor),
            text,
            TestContext.Current.CancellationToken
        );
        Assert.True(
            judged.Verdict.Kind == expected,
            $"{judged.Verdict.Kind}: {string.Join("; ", judged.Verdict.Reasons)}"
        );
    }

    [Fact]
    public async Task Member_that_breaks_only_a_dependent_is_rejected_there()
    {
        var (snapshot, cursor) = solution.With(
            solution.GreeterPath,
            SmallSolution.Greeter.Replace("Greet(string name)", "Greet(string name|)", StringComparison.Ordinal)
        );
        var judged = await _verifier.JudgeAsync(
            snapshot,
            solution.GreeterPath,
            TextRange.At(cursor),
            ", int times",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(VerdictKind.Rejected, judged.Verdict.Kind);
        var error = Assert.Single(judged.Verdict.Evidence.DiagnosticsAdded);
        Assert.Equal(("CS7036", "App"), (error.Id, error.Project));
        Assert.Equal(["App", "Lib"], judged.Verdict.Evidence.ProjectsChecked);
    }

    [Fact]
    public async Task Same_snapshot_and_text_give_the_same_answer()
    {
        var first = await JudgeInCallerAsync("|", "Greet(3); Greet(\"a\".Nothing);");
        var second = await JudgeInCallerAsync("|", "Greet(3); Greet(\"a\".Nothing);");
        Assert.Equal(first.Verdict.Reasons, second.Verdict.Reasons);
        Assert.Equal(first.Verdict.Evidence.DiagnosticsAdded, second.Verdict.Evidence.DiagnosticsAdded);
    }

    [Theory]
    [InlineData("unknown(1); |", "Greet(3);")]
    [InlineData("|", "Greet(\"a\");")]
    [InlineData("|", "} public string More() { return 1;")]
    public async Task Prepared_place_gets_the_same_answer(string body, string text)
    {
        var cancel = TestContext.Current.CancellationToken;
        var (snapshot, cursor) = InCaller(body);
        await _verifier.PrepareAsync(snapshot, solution.CallerPath, TextRange.At(cursor), cancel);

        var prepared = await _verifier.JudgeAsync(snapshot, solution.CallerPath, TextRange.At(cursor), text, cancel);

        var plain = await JudgeInCallerAsync(body, text);
        Assert.Equal(plain.Verdict.Kind, prepared.Verdict.Kind);
        Assert.Equal(plain.Verdict.Reasons, prepared.Verdict.Reasons);
        Assert.Equal(plain.Verdict.Evidence.DiagnosticsAdded, prepared.Verdict.Evidence.DiagnosticsAdded);
    }

    private Task<VerifiedCompletion> JudgeInCallerAsync(string body, string text)
    {
        var (snapshot, cursor) = InCaller(body);
        return _verifier.JudgeAsync(
            snapshot,
            solution.CallerPath,
            TextRange.At(cursor),
            text,
            TestContext.Current.CancellationToken
        );
    }

    private (CodeSnapshot Snapshot, TextPosition Cursor) InCaller(string body) =>
        solution.With(
            solution.CallerPath,
            $"namespace App;\n\npublic class Caller : Lib.Greeter\n{{\n    public void Say()\n    {{\n        {body}\n    }}\n}}\n"
        );
}
