using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Loading again: only what changed is made anew, and nothing that changed meanwhile is missed.</summary>
public sealed class WorkspaceReloadTests : IDisposable
{
    private readonly TempWorld _world = new();
    private readonly string _solution;

    public WorkspaceReloadTests()
    {
        _world.WriteProject("Base");
        _world.WriteProject("Top", """<ItemGroup><ProjectReference Include="../Base/Base.csproj" /></ItemGroup>""");
        _world.WriteProject("Other");
        _world.Write("Base/Thing.cs", "namespace Base; public class Thing { public int Size; }\n");
        _world.Write("Top/User.cs", "namespace Top; public class User { public int M(Base.Thing t) => t.Size; }\n");
        _world.Write("Other/Lone.cs", "namespace Other; public class Lone { }\n");
        _solution = _world.WriteSolution("Base", "Top", "Other");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Reload_keeps_what_is_bound_in_projects_that_did_not_change()
    {
        await using var host = new WorkspaceHost(1, TimeProvider.System);
        var first = await host.GetAsync(Request());
        var before = await first.SnapshotAsync();
        await BindAllAsync(before);
        var text = "<Project><ItemGroup><Compile Remove=\"Lone.cs\" /></ItemGroup></Project>";
        _world.Write("Other/Directory.Build.targets", text);
        _world.Write("Base/Thing.cs", "namespace Base; public class Thing { public int Size; public int Weight; }\n");
        Assert.True(first.State.Stale);

        var second = await host.GetAsync(Request());
        var after = await second.SnapshotAsync();

        Assert.NotSame(first, second);
        Assert.Null(after.Find(_world["Other/Lone.cs"]));
        Assert.NotEmpty(await after.FindSymbolsAsync("Thing.Weight"));
        Assert.Equal(["Base", "Other", "Top"], after.State.Projects.Select(p => p.Name));
        Assert.True(after.State.IsFull);
        Assert.DoesNotContain(
            await CompilerFindings.ForDocumentsAsync(after, [_world["Top/User.cs"]]),
            d => d.IsCompilerError
        );
        Assert.Equal(Project(before, "Top").Id, Project(after, "Top").Id);
    }

    [Fact]
    public async Task Reload_after_a_change_of_one_project_shares_the_compilations_of_the_others()
    {
        await using var host = new WorkspaceHost(1, TimeProvider.System);
        var before = await (await host.GetAsync(Request())).SnapshotAsync();
        await BindAllAsync(before);
        _world.Write("Other/Other2.cs", "namespace Other; class Two { }\n");
        File.AppendAllText(_world["Other/Other.csproj"], "\n");

        var after = await (await host.GetAsync(Request())).SnapshotAsync();

        Assert.True(Project(after, "Top").TryGetCompilation(out var top));
        Assert.Same(await Project(before, "Top").GetCompilationAsync(TestContext.Current.CancellationToken), top);
        Assert.NotNull(after.Find(_world["Other/Other2.cs"]));
    }

    [Fact]
    public async Task Project_that_joins_the_solution_makes_it_stale()
    {
        var workspace = await CodeWorkspace.LoadAsync(Request(), TimeProvider.System);
        _world.WriteSolution("Base", "Top");
        Assert.True(workspace.State.Stale);
    }

    [Fact]
    public async Task Settings_changed_while_loading_make_the_workspace_stale()
    {
        // The project's own build changes what it depends on, as a person may while it runs.
        var settings = _world.Write("Base/Directory.Build.props", "<Project />");
        _world.WriteProject(
            "Base",
            $$"""
            <Target Name="Change" BeforeTargets="CoreCompile">
              <WriteLinesToFile File="{{settings}}" Lines="&lt;Project&gt;&lt;!-- later --&gt;&lt;/Project&gt;" Overwrite="true" />
              <WriteLinesToFile File="{{_world[
                "Base/Thing.cs"
            ]}}" Lines="namespace Base%3B public class Thing { public int Size, Late%3B }" Overwrite="true" />
            </Target>
            """
        );
        var workspace = await CodeWorkspace.LoadAsync(Request(), TimeProvider.System);
        Assert.True(workspace.State.Stale);
        Assert.NotEmpty(await (await workspace.SnapshotAsync()).FindSymbolsAsync("Thing.Late"));
    }

    [Fact]
    public async Task Dropped_workspace_keeps_its_texts_and_binds_again()
    {
        var workspace = await CodeWorkspace.LoadAsync(Request(), TimeProvider.System);
        var before = await workspace.SnapshotAsync();
        await BindAllAsync(before);
        Assert.Equal((3, 3), (workspace.Usage.Projects, workspace.Usage.BoundProjects));

        workspace.DropCompilations();

        Assert.Equal((3, 0), (workspace.Usage.Projects, workspace.Usage.BoundProjects));
        var after = await workspace.SnapshotAsync();
        Assert.Equal(before.Find(_world["Top/User.cs"])!.Text, after.Find(_world["Top/User.cs"])!.Text);
        Assert.DoesNotContain(
            await CompilerFindings.ForDocumentsAsync(after, [.. after.Paths]),
            d => d.IsCompilerError
        );
    }

    [Fact]
    public async Task Host_drops_what_is_idle_and_the_oldest_when_memory_is_short()
    {
        var time = new SteppedTime();
        var used = 0L;
        var limits = new WorkspaceLimits(2) { MemoryBytes = 100 };
        await using var host = new WorkspaceHost(limits, time, () => used);
        using var world = new TempWorld();
        var other = new WorkspaceRequest(world.Write("x.cs", "class X { }"), WorkspaceTrust.Untrusted);
        var old = await host.GetAsync(other);
        var current = await host.GetAsync(Request());
        await host.WarmedAsync();
        await BindAllAsync(await old.SnapshotAsync());
        await BindAllAsync(await current.SnapshotAsync());

        time.Advance(TimeSpan.FromMinutes(1));
        host.Trim();
        Assert.Equal((1, 3), (old.Usage.BoundProjects, current.Usage.BoundProjects));
        used = 200;
        host.Trim();
        Assert.Equal((0, 3), (old.Usage.BoundProjects, current.Usage.BoundProjects));
        used = 0;
        time.Advance(TimeSpan.FromMinutes(10));
        host.Trim();
        Assert.Equal(0, current.Usage.BoundProjects);
        Assert.Equal([WorkspaceTrust.Trusted, WorkspaceTrust.Untrusted], host.Held.Select(h => h.Trust));
        Assert.All(host.Held, h => Assert.Equal(0, h.Usage!.BoundProjects));
    }

    private static async Task BindAllAsync(CodeSnapshot snapshot)
    {
        foreach (var project in snapshot.Assembled.Solution.Projects)
        {
            await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Project Project(CodeSnapshot snapshot, string name) =>
        snapshot.Assembled.Solution.Projects.Single(p => p.Name == name);

    private WorkspaceRequest Request() =>
        new(_solution, WorkspaceTrust.Trusted, _world["cache"]) { Root = _world.Root };

    private sealed class SteppedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public void Advance(TimeSpan step) => Interlocked.Add(ref _now, step.Ticks);
    }
}
