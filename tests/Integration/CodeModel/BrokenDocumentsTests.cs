using System.Text;
using GptOssDev.CodeModel;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Files as they are while people work: half written, huge, mixed up, gone. Answers stay right or say why there is none.</summary>
public sealed class BrokenDocumentsTests(SmallSolution solution) : IClassFixture<SmallSolution>
{
    private readonly CompletionVerifier _verifier = new(TimeProvider.System);

    [Fact]
    public async Task Five_hundred_syntax_errors_stay_their_own()
    {
        var text = new StringBuilder("using System;\nclass C\n{\n    void M(string name)\n    {\n        |\n    }\n");
        for (var i = 0; i < 500; i++)
        {
            text.Append($"    void M{i}() {{ var x{i} = ; Nothing{i}( }}\n");
        }
        var (snapshot, cursor) = solution.With(solution.CallerPath, text.Append("}\n").ToString());
        Assert.True((await JudgeAsync(snapshot, cursor, "Console.WriteLine(name.Length);")).IsAccepted);
        var wrong = await JudgeAsync(snapshot, cursor, "Console.WriteLine(name.Size);");
        Assert.Equal("CS1061", Assert.Single(wrong.Evidence.DiagnosticsAdded).Id);
        Assert.NotNull(await snapshot.Find(solution.CallerPath)!.CursorSymbolsAsync(cursor));
    }

    [Fact]
    public async Task File_of_twenty_thousand_lines_is_judged()
    {
        var text = new StringBuilder("class C\n{\n");
        for (var i = 0; i < 4000; i++)
        {
            text.Append($"    int M{i}(int a)\n    {{\n        var b = a + {i};\n        return b;\n    }}\n");
        }
        text.Append("    void Last(string name)\n    {\n        name.|\n    }\n}\n");
        var (snapshot, cursor) = solution.With(solution.CallerPath, text.ToString());
        var legal = await snapshot.Find(solution.CallerPath)!.LegalNamesAsync(cursor);
        Assert.Contains("Trim", legal!.Names);
        Assert.True((await JudgeAsync(snapshot, cursor, "Trim();")).IsAccepted);
        Assert.False((await JudgeAsync(snapshot, cursor, "Prune();")).IsAccepted);
    }

    [Fact]
    public async Task File_deleted_under_the_editor_keeps_its_text_and_its_project()
    {
        using var world = new TempWorld();
        var project = world.WriteProject("Lib");
        var path = world.Write("Lib/Open.cs", "class Open { }\n");
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted) { Root = world.Root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        File.Delete(path);
        var gone = await workspace.SnapshotAsync();
        Assert.Null(gone.Find(path));
        var held = gone.WithText(path, "class Open { void M(string s) { s. } }\n");
        var at = new TextPosition(0, "class Open { void M(string s) { s.".Length);
        Assert.Equal(LoadState.Full, held.Find(path)!.Project.State);
        Assert.Contains("Length", (await held.Find(path)!.LegalNamesAsync(at))!.Names);
        var judged = await _verifier.JudgeAsync(held, path, TextRange.At(at), "Trim();");
        Assert.True(judged.Verdict.IsAccepted, string.Join("; ", judged.Verdict.Reasons));
        var error = await Assert.ThrowsAsync<CodeModelException>(() =>
            _verifier.JudgeAsync(gone, path, TextRange.At(at), "Trim();")
        );
        Assert.Equal(CodeModelReason.DocumentMissing, error.Reason);
    }

    [Theory]
    [InlineData(
        "class C\r\n{\r    void M(string s)\n    {\r\n        s.|\r    }\n}\r\n",
        "Trim();\r\n        s.Trim();",
        true
    )]
    [InlineData(
        "class C\r\n{\r    void M(string s)\n    {\r\n        s.|\r    }\n}\r\n",
        "Trim();\r\n        s.Prune();",
        false
    )]
    [InlineData("class C { void M(string 名前) { var s = \"😀é\"; 名前.| } }", "Length.ToString();", true)]
    [InlineData("class C { void M(string 名前) { var s = \"😀é\"; 名前.| } }", "Size.ToString();", false)]
    [InlineData("class C { /* 😀 */ string e\u0301 = \"\"; void M() { e\u0301.| } }", "Trim();", true)]
    public async Task Columns_are_utf16_units_whatever_stands_before(string marked, string text, bool binds)
    {
        var path = solution.CallerPath;
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        var plain = marked.Remove(at, 1);
        var source = Microsoft.CodeAnalysis.Text.SourceText.From(plain);
        var position = source.Lines.GetLinePosition(at);
        var cursor = new TextPosition(position.Line, position.Character);
        var snapshot = solution.Snapshot.WithText(path, plain);
        Assert.Contains("Length", (await snapshot.Find(path)!.LegalNamesAsync(cursor))!.Names);
        var judged = await _verifier.JudgeAsync(snapshot, path, TextRange.At(cursor), text);
        // Of two statements the first may be left.
        Assert.Equal(binds, judged.Verdict.IsAccepted && judged.Text == text);
        Assert.StartsWith(judged.Text, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(0, 99)]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    public async Task Position_outside_the_text_is_told(int line, int character)
    {
        var document = solution.Snapshot.Find(solution.CallerPath)!;
        var at = new TextPosition(line, character);
        var reasons = new[]
        {
            (await Assert.ThrowsAsync<CodeModelException>(() => document.LegalNamesAsync(at))).Reason,
            (await Assert.ThrowsAsync<CodeModelException>(() => document.CursorSymbolsAsync(at))).Reason,
            (await Assert.ThrowsAsync<CodeModelException>(() => JudgeAsync(solution.Snapshot, at, "x"))).Reason,
        };
        Assert.All(reasons, reason => Assert.Equal(CodeModelReason.PositionOutsideText, reason));
    }

    [Fact]
    public async Task Cancelled_questions_end()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var document = solution
            .Snapshot.WithText(solution.CallerPath, "class C { void M() { this. } }")
            .Find(solution.CallerPath)!;
        var at = new TextPosition(0, "class C { void M() { this.".Length);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => document.LegalNamesAsync(at, cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            document.CursorSymbolsAsync(at, cancellationToken: cancel.Token)
        );
    }

    private async Task<Verdict> JudgeAsync(CodeSnapshot snapshot, TextPosition at, string text) =>
        (
            await _verifier.JudgeAsync(
                snapshot,
                solution.CallerPath,
                TextRange.At(at),
                text,
                TestContext.Current.CancellationToken
            )
        ).Verdict;
}
