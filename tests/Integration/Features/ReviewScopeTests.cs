using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Review;
using GptOssDev.Features.Review.Rules;
using GptOssDev.Features.Review.Sources;
using GptOssDev.Tests.Integration.CodeModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Features;

/// <summary>What the compiler is shown for each scope of a review, with real git and real builds; the model has no part in it.</summary>
public sealed class ReviewScopeTests : IDisposable
{
    private readonly TempWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Tours_patch_brings_a_possible_null_dereference()
    {
        var demo = Path.Combine(ProjectTree.Root, "cli", "GptOssDev.Cli", "demo");
        foreach (var file in Directory.EnumerateFiles(demo))
        {
            File.Copy(file, _world[Path.GetFileName(file)]);
        }
        var patch = await File.ReadAllTextAsync(_world["change.patch"]);
        var before = await File.ReadAllTextAsync(_world["PriceList.cs"]);
        var request = new ReviewRequest(await SnapshotAsync(), ReviewScope.Patch, Patch: patch);

        var asOld = await ReviewAsync(request);
        await GitAsync("init", "-q");
        await GitAsync("apply", "change.patch");
        var asNew = await ReviewAsync(request with { Code = await SnapshotAsync() });

        var finding = Assert.Single(asOld);
        Assert.Equal(
            ("PriceList.cs", "CS8602", FindingWitness.Proved, FindingSource.Compiler),
            (finding.Path, finding.Rule, finding.Witness, finding.Source)
        );
        Assert.Equal(asOld, asNew);
        Assert.NotEqual(before, await File.ReadAllTextAsync(_world["PriceList.cs"]));
    }

    [Fact]
    public async Task Range_is_judged_by_what_its_end_holds()
    {
        _world.WriteProject("Lib");
        _world.Write(".gitignore", "obj/\n");
        _world.Write("Lib/A.cs", "class A { public int F() => 0; }\n");
        _world.Write("Lib/Old.cs", "class Old { }\n");
        await CommitAsync("first");
        _world.Write("Lib/A.cs", "class A { public int F() => B.G(); }\n");
        _world.Write("Lib/B.cs", "class B { public static string G() => \"\"; }\n");
        await CommitAsync("second");
        // Afterwards everything is different: the break is gone, and so is what it stood on.
        _world.Write("Lib/A.cs", "class A { public int F() => C.G(); }\n");
        File.Delete(_world["Lib/B.cs"]);
        _world.Write("Lib/C.cs", "class C { public static int G() => 1; }\n");
        await CommitAsync("third");

        var code = await SnapshotAsync();
        var broken = await ReviewAsync(new ReviewRequest(code, ReviewScope.Range, Range: "HEAD~2..HEAD~1"));
        var mended = await ReviewAsync(new ReviewRequest(code, ReviewScope.Range, Range: "HEAD~1.."));

        var finding = Assert.Single(broken);
        Assert.Equal(("Lib/A.cs", "CS0029", FindingWitness.Proved), (finding.Path, finding.Rule, finding.Witness));
        Assert.Empty(mended);
    }

    private static async Task<IReadOnlyList<ReviewFinding>> ReviewAsync(ReviewRequest request)
    {
        var changes = await ChangeSource.LoadAsync(request, CancellationToken.None);
        Assert.Empty(changes.Gaps);
        var findings = new FindingList(null);
        var target = new ReviewTarget(changes, null, new RequestTimer(TimeProvider.System), findings, null);
        await foreach (var found in new CompilerRule().RunAsync(target, CancellationToken.None))
        {
            findings.Add(found.Finding, found.Flagged);
        }
        Assert.Empty(target.Skipped);
        return findings.All;
    }

    private async Task<CodeSnapshot> SnapshotAsync()
    {
        var request = new WorkspaceRequest(_world.Root, WorkspaceTrust.Trusted, _world["obj/cache"])
        {
            Root = _world.Root,
        };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.True(workspace.State.IsFull, string.Join("; ", workspace.State.Projects.Select(p => p.Reason)));
        return await workspace.SnapshotAsync();
    }

    private async Task CommitAsync(string message)
    {
        await GitAsync("init", "-q");
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", message);
    }

    private async Task GitAsync(params string[] arguments)
    {
        var result = await GptOssDev.Platform.Processes.ProcessRunner.RunAsync(
            new GptOssDev.Platform.Processes.ProcessInvocation("git", arguments, _world.Root, TimeSpan.FromMinutes(1)),
            CancellationToken.None
        );
        Assert.True(result.Succeeded, result.ErrorText);
    }
}
