using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>An edit that compiles and that the project's own analyzers would not let through its build.</summary>
public sealed class AnalyzerVerdictTests : IDisposable
{
    private const string WarningsAreErrors =
        "<PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>";

    private const string Counter = """
        namespace Lib;

        public class Counter
        {
            private int _count;

            public int Next() => ++_count;
        }

        """;

    // CA1822: it uses nothing of its instance.
    private const string Static = "    internal int Twice(int x) => x * 2;\n";

    private readonly TempWorld _world = new();
    private readonly Verifier _verifier = new(TimeProvider.System);

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("dotnet_diagnostic.CA1822.severity = error", "", VerdictKind.Rejected)]
    [InlineData("dotnet_diagnostic.CA1822.severity = warning", "", VerdictKind.Accepted)]
    [InlineData("dotnet_diagnostic.CA1822.severity = warning", WarningsAreErrors, VerdictKind.Rejected)]
    [InlineData("dotnet_diagnostic.CA1822.severity = none", WarningsAreErrors, VerdictKind.Accepted)]
    [InlineData("dotnet_analyzer_diagnostic.category-Performance.severity = error", "", VerdictKind.Rejected)]
    [InlineData(
        "dotnet_diagnostic.CA1822.severity = error",
        "<PropertyGroup><RunAnalyzers>false</RunAnalyzers></PropertyGroup>",
        VerdictKind.Accepted
    )]
    public async Task Settings_of_the_project_decide_what_its_analyzers_reject(
        string setting,
        string project,
        VerdictKind expected
    )
    {
        var (snapshot, path) = await LoadAsync(setting, project);
        var verdict = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(path, With(Static))]);
        Assert.Equal(expected, verdict.Kind);
        if (expected == VerdictKind.Accepted)
        {
            Assert.Empty(verdict.Reasons);
            return;
        }
        var found = Assert.Single(verdict.Evidence.DiagnosticsAdded);
        Assert.Equal(("CA1822", DiagnosticLevel.Error, false), (found.Id, found.Level, found.IsCompilerError));
        Assert.Contains("error CA1822", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_suppressed_or_was_there_before_does_not_count()
    {
        var (snapshot, path) = await LoadAsync("dotnet_diagnostic.CA1822.severity = error", "");
        var suppressed = With("#pragma warning disable CA1822\n" + Static);
        Assert.Equal(VerdictKind.Accepted, await KindAsync(snapshot, path, suppressed));

        var tolerant = VerifyOptions.Default with { RaisedWarningsReject = false };
        var edit = new DocumentEdit(path, With(Static));
        Assert.Equal(VerdictKind.Accepted, (await _verifier.VerifyAsync(snapshot, [edit], tolerant)).Kind);

        var before = snapshot.WithText(path, With(Static));
        Assert.Equal(VerdictKind.Accepted, await KindAsync(before, path, "// moved down\n" + With(Static)));
        var second = Static.Replace("Twice", "Again", StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Rejected, await KindAsync(before, path, With(Static + second)));
        var mended = await _verifier.VerifyAsync(before, [new DocumentEdit(path, Counter)]);
        Assert.Equal(VerdictKind.Accepted, mended.Kind);
        Assert.Equal("CA1822", Assert.Single(mended.Evidence.DiagnosticsRemoved).Id);
    }

    [Fact]
    public async Task Changed_settings_count_after_the_next_loading()
    {
        var setting = "dotnet_diagnostic.CA1822.severity = ";
        var (_, path) = await LoadAsync(setting + "suggestion", "");
        await using var host = new WorkspaceHost(1, TimeProvider.System);
        var request = new WorkspaceRequest(path, WorkspaceTrust.Trusted, _world["cache"]) { Root = _world.Root };
        var lax = await host.GetAsync(request);
        Assert.Equal(VerdictKind.Accepted, await KindAsync(await lax.SnapshotAsync(), path, With(Static)));

        _world.Write(".editorconfig", "root = true\n[*.cs]\n" + setting + "error\n");

        var strict = await host.GetAsync(request);
        Assert.NotSame(lax, strict);
        Assert.Equal(VerdictKind.Rejected, await KindAsync(await strict.SnapshotAsync(), path, With(Static)));
        Assert.Same(strict, await host.GetAsync(request));
    }

    [Fact]
    public async Task Analyzer_that_does_not_load_is_told_with_the_verdict()
    {
        var broken = _world.Write("tools/Rules.dll", "no assembly");
        var (snapshot, path) = await LoadAsync(
            "",
            $"""<ItemGroup><Analyzer Include="{broken}" /><AdditionalFiles Include="{broken}" /></ItemGroup>"""
        );
        var verdict = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(path, With(Static))]);
        Assert.Equal(VerdictKind.Accepted, verdict.Kind);
        Assert.StartsWith($"not checked: {broken}: ", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
        // Loaded once, told each time.
        var again = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(path, With(Static + "\n"))]);
        Assert.Equal(verdict.Reasons, again.Reasons);
    }

    private async Task<VerdictKind> KindAsync(CodeSnapshot snapshot, string path, string text) =>
        (await _verifier.VerifyAsync(snapshot, [new DocumentEdit(path, text)])).Kind;

    private static string With(string members) =>
        Counter.Replace("    public int Next()", members + "\n    public int Next()", StringComparison.Ordinal);

    private async Task<(CodeSnapshot Snapshot, string Path)> LoadAsync(string setting, string project)
    {
        _world.Write(".editorconfig", $"root = true\n[*.cs]\n{setting}\n");
        var file = _world.WriteProject("Lib", project);
        var path = _world.Write("Lib/Counter.cs", Counter);
        var request = new WorkspaceRequest(file, WorkspaceTrust.Trusted) { Root = _world.Root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.True(workspace.State.IsFull, workspace.State.Projects[0].Reason);
        Assert.False(workspace.State.Stale);
        return (await workspace.SnapshotAsync(), path);
    }
}
