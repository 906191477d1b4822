using GptOssDev.CodeModel;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>A small solution over its life: cache, open documents, changes on disk, dependents.</summary>
public sealed class WorkspaceLifeTests : IDisposable
{
    private const string Greeter = """
        namespace Lib;

        public static class Greeter
        {
            private static readonly string s_word = "Hello ";

            public static string Greet(string name) => s_word + name;
        }

        """;

    private const string Caller =
        "namespace App;\n\npublic class Caller { public string Say() => Lib.Greeter.Greet(\"you\"); }\n";
    private readonly TempWorld _world = new();
    private readonly Verifier _verifier = new(TimeProvider.System);
    private readonly string _solution;
    private readonly string _greeter;
    private readonly string _caller;

    public WorkspaceLifeTests()
    {
        // The build leaves a mark, so that a test can see whether it ran.
        _world.WriteProject(
            "Lib",
            $"""
            <Target Name="Mark" BeforeTargets="CoreCompile">
              <WriteLinesToFile File="{_world["built.txt"]}" Lines="built" />
            </Target>
            """
        );
        _world.WriteProject("App", """<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>""");
        _greeter = _world.Write("Lib/Greeter.cs", Greeter);
        _caller = _world.Write("App/Caller.cs", Caller);
        _solution = _world.WriteSolution("Lib", "App");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Second_load_comes_from_the_cache_and_runs_no_build()
    {
        var first = await LoadAsync();
        Assert.All(first.State.Projects, p => Assert.False(p.FromCache));
        Assert.True(File.Exists(_world["built.txt"]), "the first load must have run the build");
        File.Delete(_world["built.txt"]);
        var second = await LoadAsync();
        Assert.All(second.State.Projects, p => Assert.True(p.FromCache && p.State == LoadState.Full, p.Reason));

        Assert.False(File.Exists(_world["built.txt"]), "the second load ran the build");

        _world.Write("Lib/Second.cs", "namespace Lib; public class Second { }\n");
        var third = await LoadAsync();
        Assert.False(third.State.Projects.Single(p => p.Name == "Lib").FromCache);
        Assert.True(third.State.Projects.Single(p => p.Name == "App").FromCache);
    }

    [Fact]
    public async Task Damaged_cache_entries_are_ignored()
    {
        await LoadAsync();
        var damages = new[] { "", "{", "null", "{\"Key\":1}", "{\"Key\":\"x\",\"Build\":null}", "\u0001\u0002" };
        var entries = Directory.GetFiles(_world["cache"], "*.json");
        Assert.Equal(2, entries.Length);
        foreach (var damage in damages)
        {
            foreach (var entry in entries)
            {
                File.WriteAllText(entry, damage);
            }
            Assert.Null(new BuildCache(_world["cache"]).Find(_world["Lib/Lib.csproj"], "x"));
        }
        var again = await LoadAsync();
        Assert.All(again.State.Projects, p => Assert.True(p is { State: LoadState.Full, FromCache: false }, p.Reason));
    }

    [Fact]
    public async Task Break_only_in_a_dependent_is_rejected_there()
    {
        var snapshot = await (await LoadAsync()).SnapshotAsync();
        var moved = Greeter.Replace("Greet(", "Welcome(", StringComparison.Ordinal);
        var verdict = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(_greeter, moved)]);
        Assert.Equal(VerdictKind.Rejected, verdict.Kind);
        var error = Assert.Single(verdict.Evidence.DiagnosticsAdded);
        Assert.Equal(("CS0117", "App"), (error.Id, error.Project));
        Assert.Equal(["Lib", "App"], verdict.Evidence.ProjectsChecked);
        Assert.Equal(
            [
                (ApiChangeKind.Removed, "M:Lib.Greeter.Greet(System.String)"),
                (ApiChangeKind.Added, "M:Lib.Greeter.Welcome(System.String)"),
            ],
            verdict.Evidence.PublicApiChanges.Select(c => (c.Kind, c.Id))
        );
        Assert.Contains("Lib.Greeter.Welcome", verdict.Evidence.SymbolsTouched);

        var both = await _verifier.VerifyAsync(
            snapshot,
            [
                new DocumentEdit(_greeter, moved),
                new DocumentEdit(_caller, Caller.Replace("Greet(", "Welcome(", StringComparison.Ordinal)),
            ]
        );
        Assert.Equal(VerdictKind.Accepted, both.Kind);
    }

    [Fact]
    public async Task Edit_of_a_private_member_needs_no_dependent()
    {
        var snapshot = await (await LoadAsync()).SnapshotAsync();
        var verdict = await _verifier.VerifyAsync(
            snapshot,
            [new DocumentEdit(_greeter, Greeter.Replace("s_word", "s_greeting", StringComparison.Ordinal))]
        );
        Assert.Equal(VerdictKind.Accepted, verdict.Kind);
        Assert.Equal(["Lib"], verdict.Evidence.ProjectsChecked);
        Assert.Empty(verdict.Evidence.PublicApiChanges);
    }

    [Fact]
    public async Task Unchanged_text_and_other_line_endings_are_told_apart()
    {
        var snapshot = await (await LoadAsync()).SnapshotAsync();
        var same = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(_greeter, Greeter)]);
        Assert.True(same is { Kind: VerdictKind.Accepted, Evidence.ChangedNothing: true });
        var endings = await _verifier.VerifyAsync(
            snapshot,
            [new DocumentEdit(_greeter, Greeter.ReplaceLineEndings("\r\n"))]
        );
        Assert.True(endings is { Kind: VerdictKind.Accepted, Evidence.ChangedNothing: false });
    }

    [Fact]
    public async Task New_and_removed_files_are_judged()
    {
        var snapshot = await (await LoadAsync()).SnapshotAsync();
        var added = await _verifier.VerifyAsync(
            snapshot,
            [new DocumentEdit(_world["Lib/Other.cs"], "namespace Lib; public static class Greeter { }\n")]
        );
        Assert.Contains("CS0101", added.Evidence.DiagnosticsAdded.Select(d => d.Id));
        var removed = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(_greeter, null)]);
        Assert.Equal(VerdictKind.Rejected, removed.Kind);
        Assert.All(removed.Evidence.DiagnosticsAdded, d => Assert.Equal("App", d.Project));
        var outside = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(_world["readme.md"], "text")]);
        Assert.Equal(VerdictKind.Inconclusive, outside.Kind);
    }

    [Fact]
    public async Task Open_document_stands_before_the_disk_and_snapshots_do_not_change()
    {
        var workspace = await LoadAsync();
        var first = await workspace.SnapshotAsync();
        workspace.Open(_greeter, "class Open { }", 1);
        workspace.Change(_greeter, "class Newer { }", 2);
        workspace.Change(_greeter, "class Late { }", 1);
        File.WriteAllText(_greeter, "class Disk { }");
        var second = await workspace.SnapshotAsync();
        Assert.Equal(("class Newer { }", 2), (second.Find(_greeter)!.Text, second.Find(_greeter)!.Version));
        Assert.Equal(Greeter, first.Find(_greeter)!.Text);
        workspace.Close(_greeter);
        Assert.Equal("class Disk { }", (await workspace.SnapshotAsync()).Find(_greeter)!.Text);
    }

    [Fact]
    public async Task Changes_on_disk_show_in_the_next_snapshot()
    {
        var workspace = await LoadAsync();
        Assert.False(workspace.State.Stale);
        File.WriteAllText(_caller, "namespace App; public class Another { }\n");
        var added = _world.Write("Lib/Deep/Er/New.cs", "namespace Lib; public class New { }\n");
        var snapshot = await workspace.SnapshotAsync();
        Assert.Contains("Another", snapshot.Find(_caller)!.Text, StringComparison.Ordinal);
        Assert.Equal("Lib", snapshot.Find(added)?.Project.Name);
        File.Delete(added);
        Assert.Null((await workspace.SnapshotAsync()).Find(added));
        File.AppendAllText(_world["Lib/Lib.csproj"], "\n");
        Assert.True(workspace.State.Stale);
    }

    [Fact]
    public async Task Host_keeps_the_most_recently_used_and_loads_a_stale_one_again()
    {
        var host = new WorkspaceHost(1, TimeProvider.System);
        var request = new WorkspaceRequest(_solution, WorkspaceTrust.Untrusted);
        var both = await Task.WhenAll(host.GetAsync(request), host.GetAsync(request));
        Assert.Same(both[0], both[1]);
        File.AppendAllText(_world["Lib/Lib.csproj"], "\n");
        var reloaded = await host.GetAsync(request);
        Assert.NotSame(both[0], reloaded);
        using var other = new TempWorld();
        await host.GetAsync(new WorkspaceRequest(other.Write("x.cs", "class X;"), WorkspaceTrust.Untrusted));
        Assert.Equal(1, host.Count);
        Assert.NotSame(reloaded, await host.GetAsync(request));
    }

    [Fact]
    public async Task Host_makes_a_loaded_workspace_ready_for_its_first_verification()
    {
        var host = new WorkspaceHost(1, TimeProvider.System);
        var request = new WorkspaceRequest(_caller, WorkspaceTrust.Trusted, _world["cache"]) { Root = _world.Root };
        var workspace = await host.GetAsync(request);
        await host.WarmedAsync();
        var snapshot = await workspace.SnapshotAsync();
        Assert.True(snapshot.Find(_caller)!.Roslyn.Project.TryGetCompilation(out var compilation));
        Assert.Equal(Caller, snapshot.ReadText(_caller).File!.Text);
        Assert.NotEmpty(compilation.GetTypeByMetadataName("App.Caller")!.GetMembers("Say"));
    }

    [Fact]
    public async Task Host_makes_an_opened_document_ready_where_its_workspace_is_loaded()
    {
        var host = new WorkspaceHost(1, TimeProvider.System);
        host.Opened(_caller);
        Assert.Equal(0, host.Count);
        var request = new WorkspaceRequest(_caller, WorkspaceTrust.Trusted, _world["cache"]) { Root = _world.Root };
        var workspace = await host.GetAsync(request);
        await host.WarmedAsync();
        workspace.DropCompilations();

        host.Opened(_world["gone.cs"]);
        await host.WarmedAsync();
        Assert.False(await IsBoundAsync());

        host.Opened(_caller);
        await host.WarmedAsync();
        Assert.True(await IsBoundAsync());

        async Task<bool> IsBoundAsync() =>
            (await workspace.SnapshotAsync()).Find(_caller)!.Roslyn.Project.TryGetCompilation(out _);
    }

    [Fact]
    public async Task Host_with_a_load_that_failed_has_nothing_to_make_ready()
    {
        var host = new WorkspaceHost(1, TimeProvider.System);
        var gone = new WorkspaceRequest(_world["gone.cs"], WorkspaceTrust.Untrusted);
        await Assert.ThrowsAsync<CodeModelException>(() => host.GetAsync(gone));
        await host.WarmedAsync();
    }

    [Fact]
    public async Task Host_ends_a_load_that_nobody_waits_for()
    {
        var host = new WorkspaceHost(1, TimeProvider.System);
        var request = new WorkspaceRequest(_solution, WorkspaceTrust.Trusted);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = host.GetAsync(request, first.Token);
        var other = host.GetAsync(request, second.Token);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Equal(1, host.Count);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);

        Assert.Equal(0, host.Count);
        Assert.NotEmpty((await host.GetAsync(request)).State.Projects);
    }

    [Fact]
    public async Task Host_that_is_disposed_ends_what_it_loads()
    {
        var host = new WorkspaceHost(1, TimeProvider.System);
        var waiting = host.GetAsync(new WorkspaceRequest(_solution, WorkspaceTrust.Trusted));

        await host.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, host.Count);
    }

    [Fact]
    public async Task Cancelled_load_throws_and_leaves_nothing_running()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            CodeWorkspace.LoadAsync(
                new WorkspaceRequest(_solution, WorkspaceTrust.Trusted),
                TimeProvider.System,
                cancel.Token
            )
        );
    }

    private Task<CodeWorkspace> LoadAsync() =>
        CodeWorkspace.LoadAsync(
            new WorkspaceRequest(_solution, WorkspaceTrust.Trusted, _world["cache"]),
            TimeProvider.System
        );
}
