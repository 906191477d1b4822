using System.Diagnostics;
using GptOssDev.CodeModel;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Workspaces that are not as they should be: each loads as far as it can and says in one line what is wrong.</summary>
public sealed class BrokenWorldsTests : IDisposable
{
    private const string Greeter = """
        namespace Lib;

        public static class Greeter
        {
            public static string Greet(string name) => "Hello " + name;
        }

        """;

    private const string MissingPackage =
        """<ItemGroup><PackageReference Include="There.Is.No.Such.Package.Anywhere" Version="1.0.0" /></ItemGroup>""";

    private readonly TempWorld _world = new();
    private readonly Verifier _verifier = new(TimeProvider.System);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Project_that_does_not_restore_is_syntax_only_and_inconclusive()
    {
        var project = _world.WriteProject("Lib", MissingPackage);
        var source = _world.Write("Lib/Greeter.cs", Greeter);
        var snapshot = await LoadAsync(project);
        var loaded = Assert.Single(snapshot.State.Projects);
        Assert.Equal(LoadState.SyntaxOnly, loaded.State);
        Assert.Contains("does not restore", loaded.Reason, StringComparison.Ordinal);
        Assert.Contains("NU1101", loaded.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', loaded.Reason!);

        var harmless = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, Greeter + "// more\n")]);
        Assert.Equal(VerdictKind.Inconclusive, harmless.Kind);
        var broken = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, Greeter + "class {")]);
        Assert.Equal(VerdictKind.Rejected, broken.Kind);
    }

    [Fact]
    public async Task Solution_whose_packages_are_missing_says_what_fetches_them_each_time()
    {
        _world.WriteProject("First", MissingPackage);
        _world.WriteProject("Second", MissingPackage);
        var solution = _world.WriteSolution("First", "Second");
        // The first time the solution's restore fails; later its failure is on record and none is tried.
        for (var time = 0; time < 2; time++)
        {
            var snapshot = await LoadAsync(solution);
            Assert.Equal(2, snapshot.State.Projects.Count);
            Assert.All(
                snapshot.State.Projects,
                p => Assert.Contains("'dotnet restore' fetches them", p.Reason, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Project_that_does_not_compile_keeps_its_errors_and_rejects_only_new_ones()
    {
        var project = _world.WriteProject("Lib");
        var source = _world.Write("Lib/Greeter.cs", Greeter.Replace("+ name", "+ nobody", StringComparison.Ordinal));
        var snapshot = await LoadAsync(project);
        Assert.True(snapshot.State.IsFull, snapshot.State.Projects[0].Reason);

        var text = snapshot.Find(source)!.Text;
        var shifted = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, "// one\n// two\n" + text)]);
        Assert.Equal(VerdictKind.Accepted, shifted.Kind);
        Assert.Empty(shifted.Evidence.DiagnosticsAdded);

        var worse = text.Replace("\"Hello \"", "hello", StringComparison.Ordinal);
        var verdict = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, worse)]);
        Assert.Equal(VerdictKind.Rejected, verdict.Kind);
        Assert.Contains("'hello'", Assert.Single(verdict.Evidence.DiagnosticsAdded).Message, StringComparison.Ordinal);

        var mended = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, Greeter)]);
        Assert.Equal(VerdictKind.Accepted, mended.Kind);
        Assert.Equal("CS0103", Assert.Single(mended.Evidence.DiagnosticsRemoved).Id);
    }

    [Fact]
    public async Task Solution_with_a_missing_project_loads_the_rest_and_keeps_the_reason()
    {
        _world.WriteProject("Lib");
        _world.Write("Lib/Greeter.cs", Greeter);
        var solution = _world.WriteSolution("Lib", "Gone");
        var snapshot = await LoadAsync(solution);
        Assert.Equal(LoadState.Full, snapshot.State.Projects.Single(p => p.Name == "Lib").State);
        var gone = snapshot.State.Projects.Single(p => p.Name == "Gone");
        Assert.Equal(LoadState.Failed, gone.State);
        Assert.Contains("not there", gone.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_that_a_missing_project_might_see_is_inconclusive()
    {
        _world.WriteProject("Lib");
        var source = _world.Write("Lib/Greeter.cs", Greeter);
        var snapshot = await LoadAsync(_world.WriteSolution("Lib", "Gone"));

        var visible = Greeter.Replace("Greet(", "Salute(", StringComparison.Ordinal);
        var seen = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, visible)]);
        Assert.Equal(VerdictKind.Inconclusive, seen.Kind);
        Assert.Contains("Gone", Assert.Single(seen.Reasons), StringComparison.Ordinal);

        var hidden = Greeter.Replace("\"Hello \"", "\"Hi \"", StringComparison.Ordinal);
        Assert.Equal(
            VerdictKind.Accepted,
            (await _verifier.VerifyAsync(snapshot, [new DocumentEdit(source, hidden)])).Kind
        );
    }

    [Fact]
    public async Task Untrusted_workspace_runs_no_code_of_the_project()
    {
        var marker = _world["marker.txt"];
        var project = _world.WriteProject(
            "Lib",
            $"""
            <Target Name="Marker" BeforeTargets="CoreCompile;Restore;CollectPackageReferences;_GenerateRestoreGraph">
              <WriteLinesToFile File="{marker}" Lines="ran" />
            </Target>
            """
        );
        _world.Write("Lib/Greeter.cs", Greeter);
        var untrusted = await LoadAsync(project, WorkspaceTrust.Untrusted);
        Assert.False(File.Exists(marker));
        Assert.Equal(LoadState.SyntaxOnly, Assert.Single(untrusted.State.Projects).State);
        Assert.Contains("not trusted", untrusted.State.Projects[0].Reason, StringComparison.Ordinal);
        Assert.NotEmpty(await untrusted.FindSymbolsAsync("Greeter.Greet"));
        var greeter = untrusted.Find(_world["Lib/Greeter.cs"])!;
        var at = new TextPosition(4, Greeter.Split('\n')[4].IndexOf("\"Hello", StringComparison.Ordinal));
        Assert.Null(await greeter.LegalNamesAsync(at));
        Assert.Equal("name", Assert.Single((await greeter.CursorSymbolsAsync(at)).Locals).Name);
        var judged = await new CompletionVerifier(TimeProvider.System).JudgeAsync(
            untrusted,
            greeter.Path,
            TextRange.At(at),
            "name + "
        );
        Assert.Equal(VerdictKind.Inconclusive, judged.Verdict.Kind);
        Assert.Contains("not trusted", Assert.Single(judged.Verdict.Reasons), StringComparison.Ordinal);
        Assert.False(File.Exists(marker));

        await LoadAsync(project, WorkspaceTrust.Trusted);
        Assert.True(File.Exists(marker), "the same project, trusted, must have written its marker");
    }

    [Fact]
    public async Task Without_dotnet_the_workspace_is_syntax_only_and_says_what_mends_it()
    {
        var project = _world.WriteProject("Lib");
        _world.Write("Lib/Greeter.cs", Greeter);
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted)
        {
            Dotnet = new DotnetSearch(_world.Root, null, []),
        };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        var loaded = Assert.Single(workspace.State.Projects);
        Assert.Equal(LoadState.SyntaxOnly, loaded.State);
        Assert.Contains("install the .NET SDK", loaded.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_under_no_project_is_loose_and_inconclusive()
    {
        var file = _world.Write("scripts/Tool.cs", "class Tool { int Twice(int x) => x * 2; }\n");
        var snapshot = await LoadAsync(file);
        var document = snapshot.Find(file);
        Assert.NotNull(document);
        Assert.Equal(LoadState.Loose, document.Project.State);
        var verdict = await _verifier.VerifyAsync(snapshot, [new DocumentEdit(file, "class Tool { }\n")]);
        Assert.Equal(VerdictKind.Inconclusive, verdict.Kind);
        Assert.Contains("no C# project", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_path_is_one_line()
    {
        var error = await Assert.ThrowsAsync<CodeModelException>(() => LoadAsync(_world["nowhere/x.cs"]));
        Assert.Equal(CodeModelReason.RootMissing, error.Reason);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Several_target_frameworks_load_with_the_newest_first()
    {
        var project = _world.WriteProject(
            "Lib",
            framework: "<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks><LangVersion>latest</LangVersion>"
        );
        var source = _world.Write("Lib/Greeter.cs", "namespace Lib;\n#if NET10_0\npublic class Modern { }\n#endif\n");
        // Loading takes packages from this machine only, so they are fetched first, as a user does.
        using var restore = Process.Start(new ProcessStartInfo("dotnet", ["restore", project, "-v", "quiet"]))!;
        await restore.WaitForExitAsync();
        var snapshot = await LoadAsync(project);
        var loaded = snapshot.State.Projects[0];
        if (loaded.State == LoadState.SyntaxOnly && loaded.Reason!.Contains("NU1", StringComparison.Ordinal))
        {
            Assert.Skip("netstandard2.0's reference package cannot be had here: " + loaded.Reason);
        }
        Assert.Equal(["net10.0", "netstandard2.0"], snapshot.State.Projects.Select(p => p.TargetFramework));
        Assert.NotEmpty(await snapshot.FindSymbolsAsync("Modern"));
        Assert.NotNull(snapshot.Find(source));
    }

    [Fact]
    public async Task Build_that_takes_too_long_is_cut_off()
    {
        var project = _world.WriteProject("Lib");
        _world.Write("Lib/Greeter.cs", Greeter);
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted)
        {
            BuildTimeLimit = TimeSpan.FromMilliseconds(1),
        };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.Contains("not done after", Assert.Single(workspace.State.Projects).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_that_fails_once_is_asked_again_and_one_that_goes_on_failing_only_once_more()
    {
        _world.WriteProject("Base", FailingBuild("!Exists('$(MSBuildProjectDirectory)/asked.txt')"));
        _world.WriteProject("Top", """<ItemGroup><ProjectReference Include="../Base/Base.csproj" /></ItemGroup>""");
        _world.WriteProject("Broken", FailingBuild("true"));
        _world.Write("Base/Greeter.cs", Greeter);
        var snapshot = await LoadAsync(_world.WriteSolution("Base", "Top", "Broken"));

        Assert.Equal(
            [("Base", LoadState.Full), ("Broken", LoadState.SyntaxOnly), ("Top", LoadState.Full)],
            snapshot.State.Projects.Select(p => (p.Name, p.State))
        );
        Assert.Contains("in use by another", snapshot.State.Projects[1].Reason, StringComparison.Ordinal);
        Assert.Equal((2, 2), (Asked("Base"), Asked("Broken")));
    }

    [Fact]
    public async Task Solution_in_which_nothing_builds_is_not_asked_again_as_a_whole()
    {
        var names = Enumerable.Range(0, 6).Select(i => "Broken" + i).ToArray();
        foreach (var name in names)
        {
            _world.WriteProject(name, FailingBuild("true"));
        }
        var snapshot = await LoadAsync(_world.WriteSolution(names));
        Assert.All(snapshot.State.Projects, p => Assert.Equal(LoadState.SyntaxOnly, p.State));
        Assert.Equal(names.Length + 4, names.Sum(Asked));
    }

    /// <summary>A target of a project that fails under a condition, and leaves a line for each time it was asked.</summary>
    private static string FailingBuild(string condition) =>
        $"""
            <Target Name="Flaky" BeforeTargets="CoreCompile">
              <PropertyGroup><Fails Condition="{condition}">yes</Fails></PropertyGroup>
              <WriteLinesToFile File="$(MSBuildProjectDirectory)/asked.txt" Lines="asked" />
              <Error Condition="'$(Fails)' == 'yes'" Text="profile.json is in use by another process" />
            </Target>
            """;

    private int Asked(string project) => File.ReadAllLines(_world[$"{project}/asked.txt"]).Length;

    private async Task<CodeSnapshot> LoadAsync(string path, WorkspaceTrust trust = WorkspaceTrust.Trusted)
    {
        var request = new WorkspaceRequest(path, trust, _world["cache"]) { Root = _world.Root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        return await workspace.SnapshotAsync();
    }
}
