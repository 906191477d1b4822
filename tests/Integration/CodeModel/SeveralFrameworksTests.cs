using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>A project for two target frameworks: one of them is what a file means, both have to compile an edit.</summary>
public sealed class SeveralFrameworksTests : IDisposable
{
    private const string Plain = "Lib (net10.0)";
    private const string Windows = "Lib (net10.0-windows)";

    private const string Greeter = """
        namespace Lib;

        public class Greeter
        {
            public void Everywhere()
            {
                
            }
        #if WINDOWS
            public void There()
            {
                
            }
        #else
            public void Elsewhere() { }
        #endif
        #if NEVER
            public void Nowhere()
            {
                
            }
        #endif
        }

        """;

    private static readonly TextPosition _inEverywhere = new(6, 8);
    private static readonly TextPosition _inThere = new(11, 8);
    private static readonly TextPosition _inNowhere = new(19, 8);

    private readonly TempWorld _world = new();
    private readonly CompletionVerifier _completions = new(TimeProvider.System);
    private readonly Verifier _edits = new(TimeProvider.System);
    private readonly string _greeter;
    private readonly string _caller;
    private readonly string _solution;

    public SeveralFrameworksTests()
    {
        WriteLib("");
        _greeter = _world.Write("Lib/Greeter.cs", Greeter);
        _world.WriteProject("App", """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""");
        _caller = _world.Write("App/Caller.cs", "class Caller { void M(Lib.Greeter g) { g.Everywhere(); } }\n");
        _solution = _world.WriteSolution("Lib", "App");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Framework_that_is_asked_for_is_what_a_file_means_and_references_stay_live()
    {
        var usual = await LoadAsync();
        Assert.Equal(["App", Plain, Windows], usual.State.Projects.Select(p => p.Name));
        Assert.True(usual.State.IsFull, string.Join('\n', usual.State.Projects.Select(p => p.Reason)));
        Assert.Equal(Plain, usual.Find(_greeter)!.Project.Name);

        var asked = await LoadAsync("net10.0-windows");
        Assert.Equal(["App", Windows, Plain], asked.State.Projects.Select(p => p.Name));
        Assert.All(asked.State.Projects, p => Assert.Equal(LoadState.Full, p.State));
        Assert.Equal(Windows, asked.Find(_greeter)!.Project.Name);

        foreach (var snapshot in new[] { usual, asked })
        {
            Assert.Empty(await CompilerFindings.ForDocumentsAsync(snapshot, [_caller, _greeter]));
            var reference = Assert.Single(snapshot.Find(_caller)!.Roslyn.Project.ProjectReferences);
            Assert.Equal(Plain, snapshot.Assembled.Projects[reference.ProjectId].Project.Name);
        }
    }

    [Fact]
    public async Task Completion_has_to_bind_for_every_framework_that_compiles_its_place()
    {
        var snapshot = await LoadAsync();
        var everywhere = await JudgeAsync(snapshot, _inEverywhere, "Everywhere();");
        Assert.True(everywhere.IsAccepted);
        Assert.Equal([Plain, Windows], everywhere.Evidence.ProjectsChecked);

        var elsewhere = await JudgeAsync(snapshot, _inEverywhere, "Elsewhere();");
        Assert.Equal(VerdictKind.Rejected, elsewhere.Kind);
        Assert.Equal(Windows, Assert.Single(elsewhere.Evidence.DiagnosticsAdded).Project);

        var there = await JudgeAsync(snapshot, _inThere, "There();");
        Assert.True(there.IsAccepted);
        Assert.Equal([Windows], there.Evidence.ProjectsChecked);
        Assert.Equal(VerdictKind.Rejected, (await JudgeAsync(snapshot, _inThere, "Elsewhere();")).Kind);
    }

    [Fact]
    public async Task Place_that_one_framework_leaves_out_has_the_meaning_of_the_other()
    {
        var snapshot = await LoadAsync();
        var document = await snapshot.FindAsync(_greeter, _inThere);
        Assert.Equal(Windows, document!.Project.Name);
        Assert.False(await document.IsInCommentOrStringAsync(_inThere));
        Assert.Equal(Plain, (await snapshot.FindAsync(_greeter, _inEverywhere))!.Project.Name);

        var text = Greeter.Insert(Greeter.IndexOf("There()", StringComparison.Ordinal) + 20, "this.");
        var dotted = snapshot.WithText(_greeter, text);
        var at = new TextPosition(11, text.Split('\n')[11].IndexOf("this.", StringComparison.Ordinal) + 5);
        var names = await (await dotted.FindAsync(_greeter, at))!.LegalNamesAsync(at);
        Assert.Contains("There", names!.Names);
        Assert.DoesNotContain("Elsewhere", names.Names);
    }

    [Fact]
    public async Task Place_that_nothing_compiles_is_inconclusive()
    {
        var verdict = await JudgeAsync(await LoadAsync(), _inNowhere, "There is nothing;");
        Assert.Equal(VerdictKind.Inconclusive, verdict.Kind);
        Assert.Contains("not checked", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_that_breaks_only_one_framework_is_rejected_and_the_same_error_of_both_is_told_once()
    {
        var snapshot = await LoadAsync();
        var one = await EditAsync(snapshot, Greeter.Replace("There()", "Elsewhere(int)", StringComparison.Ordinal));
        Assert.Equal((VerdictKind.Rejected, Windows), (one.Kind, one.Evidence.DiagnosticsAdded[0].Project));

        var both = await EditAsync(
            snapshot,
            Greeter.Replace("Everywhere()", "Everywhere(Nothing n)", StringComparison.Ordinal)
        );
        Assert.Equal([Plain, Windows], both.Evidence.DiagnosticsAdded.Select(d => d.Project).Order());
        Assert.Contains("CS0246", Assert.Single(both.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_file_joins_every_framework()
    {
        var snapshot = await LoadAsync();
        var added = new DocumentEdit(
            _world["Lib/New.cs"],
            "namespace Lib; class New { void M(Greeter g) => g.Elsewhere(); }\n"
        );
        var verdict = await _edits.VerifyAsync(snapshot, [added]);
        Assert.Equal(
            (VerdictKind.Rejected, Windows),
            (verdict.Kind, Assert.Single(verdict.Evidence.DiagnosticsAdded).Project)
        );
        Assert.Equal(2, snapshot.WithText(added.Path, added.NewText!).Contexts(added.Path).Count());
    }

    [Fact]
    public async Task Review_finds_what_only_the_second_framework_refuses()
    {
        _world.Write("Lib/User.cs", "namespace Lib; class User { void M(Greeter g) => g.Elsewhere(); }\n");
        var found = await CompilerFindings.ForDocumentsAsync(await LoadAsync(), [_world["Lib/User.cs"]]);
        Assert.Equal(("CS1061", Windows), (Assert.Single(found).Id, found[0].Project));
    }

    [Fact]
    public async Task Symbols_and_references_are_told_once()
    {
        var snapshot = await LoadAsync();
        Assert.Single(await snapshot.FindSymbolsAsync("Greeter.Everywhere"));
        Assert.Single(await snapshot.FindSymbolsAsync("Greeter.There"));
        var uses = await snapshot.CountReferencesAsync(_greeter, new TextPosition(4, 18));
        Assert.Equal(1, uses!.References);
    }

    [Fact]
    public async Task Framework_whose_build_fails_is_left_out_with_a_note()
    {
        WriteLib(
            """<Target Name="Fail" BeforeTargets="CoreCompile" Condition="'$(TargetFramework)' == 'net10.0-windows'"><Error Text="no tools for it" /></Target>"""
        );
        var snapshot = await LoadAsync();
        var lib = Assert.Single(snapshot.State.Projects, p => p.Path.EndsWith("Lib.csproj", StringComparison.Ordinal));
        Assert.Equal(("Lib", LoadState.Full), (lib.Name, lib.State));
        var note = Assert.Single(lib.Notes);
        Assert.Contains("net10.0-windows", note, StringComparison.Ordinal);
        Assert.Contains("no tools for it", note, StringComparison.Ordinal);
        Assert.True((await JudgeAsync(snapshot, _inEverywhere, "Elsewhere();")).IsAccepted);
    }

    [Fact]
    public async Task Framework_of_choice_whose_build_fails_once_is_asked_again()
    {
        WriteLib(
            """
            <Target Name="FailOnce" BeforeTargets="CoreCompile" Condition="'$(TargetFramework)' == 'net10.0' And !Exists('$(MSBuildProjectDirectory)/asked.txt')">
              <WriteLinesToFile File="$(MSBuildProjectDirectory)/asked.txt" Lines="asked" />
              <Error Text="profile.json is in use by another process" />
            </Target>
            """
        );
        var snapshot = await LoadAsync();
        Assert.Equal(["App", Plain, Windows], snapshot.State.Projects.Select(p => p.Name));
        Assert.All(snapshot.State.Projects, p => Assert.Empty(p.Notes));
    }

    [Fact]
    public async Task Reload_keeps_what_is_bound_for_each_framework()
    {
        await using var host = new WorkspaceHost(1, TimeProvider.System);
        var before = await (await host.GetAsync(Request())).SnapshotAsync();
        foreach (var context in before.Contexts(_greeter))
        {
            await context.Roslyn.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        }
        File.AppendAllText(_world["App/App.csproj"], "\n");

        var after = await (await host.GetAsync(Request())).SnapshotAsync();

        Assert.NotSame(before.State, after.State);
        Assert.All(
            after.State.Projects.Where(p => p.Name != "App"),
            p => Assert.True(p is { State: LoadState.Full, FromCache: true })
        );
        Assert.Equal(
            before.Contexts(_greeter).Select(c => c.Roslyn.Project.Id),
            after.Contexts(_greeter).Select(c => c.Roslyn.Project.Id)
        );
        Assert.All(after.Contexts(_greeter), c => Assert.True(c.Roslyn.Project.TryGetCompilation(out _)));
    }

    private void WriteLib(string extra) =>
        _world.WriteProject(
            "Lib",
            extra,
            "<TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks><EnableWindowsTargeting>true</EnableWindowsTargeting><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>"
        );

    private async Task<Verdict> JudgeAsync(CodeSnapshot snapshot, TextPosition at, string text) =>
        (await _completions.JudgeAsync(snapshot, _greeter, TextRange.At(at), text)).Verdict;

    private Task<Verdict> EditAsync(CodeSnapshot snapshot, string text) =>
        _edits.VerifyAsync(snapshot, [new DocumentEdit(_greeter, text)]);

    private WorkspaceRequest Request(string? framework = null) =>
        new(_solution, WorkspaceTrust.Trusted, _world["cache"]) { Root = _world.Root, TargetFramework = framework };

    private async Task<CodeSnapshot> LoadAsync(string? framework = null) =>
        await (await CodeWorkspace.LoadAsync(Request(framework), TimeProvider.System)).SnapshotAsync();
}
