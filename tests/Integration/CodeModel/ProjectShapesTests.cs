using System.Text;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>What project files can say, each as its own build means it.</summary>
public sealed class ProjectShapesTests : IDisposable
{
    private readonly TempWorld _world = new();
    private readonly CompletionVerifier _verifier = new(TimeProvider.System);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Options_of_the_project_and_of_what_it_imports_count()
    {
        _world.Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><DefineConstants>$(DefineConstants);ABOVE</DefineConstants></PropertyGroup></Project>"
        );
        _world.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CS0219.severity = error\n");
        _world.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.CS0168.severity = error\n");
        _world.WriteProject(
            "Lib",
            """
            <PropertyGroup>
              <AllowUnsafeBlocks>true</AllowUnsafeBlocks><LangVersion>8.0</LangVersion><ImplicitUsings>disable</ImplicitUsings>
            </PropertyGroup>
            <ItemGroup><Compile Include="../Linked/*.cs" LinkBase="Linked" /></ItemGroup>
            """
        );
        _world.Write("Linked/Linked.cs", "public class Linked { }\n");
        const string text =
            "#if ABOVE\npublic unsafe class Made { public int* Pointer; string? Text; Linked Link; void M() { int unused = 1; int never; } }\n#endif\n";
        var path = _world.Write("Lib/Made.cs", text);
        var snapshot = await LoadAsync(_world["Lib/Lib.csproj"]);

        Assert.NotEmpty(await snapshot.FindSymbolsAsync("Made.Pointer"));
        Assert.Equal("Lib", snapshot.Find(_world["Linked/Linked.cs"])!.Project.Name);
        var found = await CompilerFindings.ForDocumentsAsync(snapshot, [path]);
        Assert.Equal(
            ["CS0168", "CS0219"],
            found.Where(d => d.Level == DiagnosticLevel.Error).Select(d => d.Id).Order()
        );
        var at = TextRange.At(new TextPosition(1, text.Split('\n')[1].IndexOf("int unused", StringComparison.Ordinal)));
        // Target-typed creation came with a later version of the language than the project asks for.
        Assert.Equal(
            VerdictKind.Rejected,
            (await _verifier.JudgeAsync(snapshot, path, at, "Made m = new();")).Verdict.Kind
        );
        Assert.Equal(
            VerdictKind.Accepted,
            (await _verifier.JudgeAsync(snapshot, path, at, "Made m = new Made();")).Verdict.Kind
        );
    }

    [Fact]
    public async Task Shared_project_is_part_of_the_project_that_imports_it_and_of_what_makes_it_stale()
    {
        var items = _world.Write(
            "Common/Common.projitems",
            """<Project><ItemGroup><Compile Include="$(MSBuildThisFileDirectory)Common.cs" /></ItemGroup></Project>"""
        );
        _world.Write("Common/Common.shproj", "<Project />");
        var shared = _world.Write("Common/Common.cs", "namespace Common; public class Shared { }\n");
        _world.WriteProject("Lib", """<Import Project="../Common/Common.projitems" Label="Shared" />""");
        _world.Write("Lib/User.cs", "class User : Common.Shared { }\n");
        var request = Request(_world["Lib/Lib.csproj"]);
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.Equal("Lib", (await workspace.SnapshotAsync()).Find(shared)!.Project.Name);

        _world.Write("Common/More.cs", "namespace Common; public class More { }\n");
        File.WriteAllText(items, File.ReadAllText(items).Replace("Common.cs", "*.cs", StringComparison.Ordinal));
        Assert.True(workspace.State.Stale);
        var again = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.False(Assert.Single(again.State.Projects).FromCache);
        Assert.NotNull((await again.SnapshotAsync()).Find(_world["Common/More.cs"]));
    }

    [Fact]
    public async Task File_of_two_projects_is_judged_in_both()
    {
        const string shared = """<ItemGroup><Compile Include="../Shared/Both.cs" /></ItemGroup>""";
        _world.WriteProject("One", shared + "<PropertyGroup><DefineConstants>ONE</DefineConstants></PropertyGroup>");
        _world.WriteProject("Two", shared);
        _world.Write("One/Only.cs", "class Only { public static int Value; }\n");
        const string text = "class Both\n{\n    void M()\n    {\n        \n    }\n}\n";
        var path = _world.Write("Shared/Both.cs", text);
        var snapshot = await LoadAsync(_world.WriteSolution("One", "Two"));
        var at = TextRange.At(new TextPosition(4, 8));
        var split = await _verifier.JudgeAsync(snapshot, path, at, "var a = Only.Value;");
        Assert.Equal(VerdictKind.Rejected, split.Verdict.Kind);
        Assert.Equal("Two", Assert.Single(split.Verdict.Evidence.DiagnosticsAdded).Project);
        var both = await _verifier.JudgeAsync(snapshot, path, at, "var a = 1;");
        Assert.True(both.Verdict.IsAccepted);
        Assert.Equal(["One", "Two"], both.Verdict.Evidence.ProjectsChecked);
    }

    [Fact]
    public async Task Two_documents_of_one_name_are_kept_apart()
    {
        _world.WriteProject("One");
        _world.WriteProject("Two");
        var one = _world.Write("One/Same.cs", "class Same { void M() { } public int InOne; }\n");
        var two = _world.Write("Two/Same.cs", "class Same { void M() { } public int InTwo; }\n");
        var snapshot = await LoadAsync(_world.WriteSolution("One", "Two"));
        var at = TextRange.At(new TextPosition(0, "class Same { void M() { ".Length));
        Assert.True((await _verifier.JudgeAsync(snapshot, one, at, "InOne = 1;")).Verdict.IsAccepted);
        Assert.False((await _verifier.JudgeAsync(snapshot, two, at, "InOne = 1;")).Verdict.IsAccepted);
        Assert.True((await _verifier.JudgeAsync(snapshot, two, at, "InTwo = 1;")).Verdict.IsAccepted);
    }

    [Fact]
    public async Task Generated_code_is_known_and_its_file_can_be_asked_about()
    {
        _world.WriteProject("Lib");
        var path = _world.Write(
            "Lib/Patterns.cs",
            "using System.Text.RegularExpressions;\npartial class Patterns\n{\n    [GeneratedRegex(\"a+\")]\n    private static partial Regex Letters();\n    void M()\n    {\n        \n    }\n}\n"
        );
        var snapshot = await LoadAsync(_world["Lib/Lib.csproj"]);
        var judged = await _verifier.JudgeAsync(
            snapshot,
            path,
            TextRange.At(new TextPosition(7, 8)),
            "_ = Letters().Match(\"a\");"
        );
        Assert.True(judged.Verdict.IsAccepted, string.Join("; ", judged.Verdict.Reasons));
        var written = Directory
            .GetFiles(_world["Lib/obj"], "*.GlobalUsings.g.cs", SearchOption.AllDirectories)
            .Single();
        Assert.NotNull(snapshot.Find(written));
        Assert.DoesNotContain(written, snapshot.Paths);
        Assert.Null(await snapshot.Find(written)!.LegalNamesAsync(new TextPosition(0, 0)));
        var around = await snapshot.Find(written)!.CursorSymbolsAsync(new TextPosition(0, 0));
        Assert.Equal((null, 0, 0), (around.Receiver, around.Locals.Count, around.Siblings.Count));
    }

    private WorkspaceRequest Request(string path, string? framework = null) =>
        new(path, WorkspaceTrust.Trusted, _world["cache"]) { Root = _world.Root, TargetFramework = framework };

    [Fact]
    public async Task Generator_of_the_solution_that_is_not_built_makes_the_project_partial()
    {
        _world.WriteProject("Gen");
        _world.WriteProject(
            "App",
            """<ItemGroup><ProjectReference Include="../Gen/Gen.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" /></ItemGroup>"""
        );
        var path = _world.Write("App/Use.cs", "class Use { object M() => null!; }\n");
        var snapshot = await LoadAsync(_world["App/App.csproj"]);

        var project = snapshot.Find(path)!.Project;
        Assert.Equal(LoadState.Loose, project.State);
        Assert.Contains("Gen.dll is not built; build the solution once", project.Reason, StringComparison.Ordinal);
        var at = TextRange.At(new TextPosition(0, 12));
        var verdict = (await _verifier.JudgeAsync(snapshot, path, at, "Generated.Thing? thing;")).Verdict;
        Assert.Equal(VerdictKind.Inconclusive, verdict.Kind);
    }

    [Theory]
    [InlineData("", "caf\u00e9")]
    [InlineData("<CodePage>1251</CodePage>", "caf\u0439")]
    public async Task Source_that_is_not_UTF8_is_read_as_the_compiler_reads_it(string property, string name)
    {
        _world.WriteProject("Lib", $"<PropertyGroup>{property}</PropertyGroup>");
        var path = _world["Lib/Legacy.cs"];
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("public class Legacy { public int caf\u00e9; }\n"));
        var user = _world.Write("Lib/User.cs", $"class User {{ int M(Legacy of) => of.{name}; }}\n");
        var workspace = await CodeWorkspace.LoadAsync(Request(_world["Lib/Lib.csproj"]), TimeProvider.System);
        var snapshot = await workspace.SnapshotAsync();

        var found = await CompilerFindings.ForDocumentsAsync(snapshot, [user, path]);
        Assert.DoesNotContain(found, d => d.Level == DiagnosticLevel.Error);
        Assert.NotEmpty(await snapshot.FindSymbolsAsync("Legacy." + name));
        // It is not offered for editing: what is written would be UTF-8.
        Assert.Equal(SourceFailureReason.NotText, snapshot.ReadText(path).Failure?.Reason);
        File.WriteAllBytes(
            path,
            Encoding.Latin1.GetBytes("public class Legacy { public int caf\u00e9; int caf\u00e92; }\n")
        );
        Assert.NotEmpty(await (await workspace.SnapshotAsync()).FindSymbolsAsync("Legacy." + name + "2"));
    }

    [Fact]
    public async Task Program_in_one_file_has_its_directives()
    {
        var path = _world.Write(
            "hello.cs",
            "#!/usr/bin/env dotnet\n#:property LangVersion=preview\nConsole.WriteLine(1);\n"
        );
        var snapshot = await LoadAsync(path);

        Assert.DoesNotContain(
            await CompilerFindings.ForDocumentsAsync(snapshot, [path]),
            d => d.Level == DiagnosticLevel.Error
        );
    }

    [Fact]
    public async Task Sdk_that_is_not_installed_is_named_with_those_that_are()
    {
        _world.Write("global.json", """{"sdk":{"version":"9.0.999","rollForward":"disable"}}""");
        _world.WriteProject("Lib");
        var path = _world.Write("Lib/A.cs", "class A { }\n");

        var reason = (await LoadAsync(_world["Lib/Lib.csproj"])).Find(path)!.Project.Reason;

        Assert.Contains("global.json asks for the .NET SDK 9.0.999, installed: ", reason, StringComparison.Ordinal);
        Assert.EndsWith("; install it or change global.json", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_that_cannot_be_evaluated_is_not_called_unrestored()
    {
        _world.WriteProject("Lib", """<Import Project="absent.props" />""");
        var path = _world.Write("Lib/A.cs", "class A { }\n");

        var reason = (await LoadAsync(_world["Lib/Lib.csproj"])).Find(path)!.Project.Reason;

        Assert.Contains("absent.props", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet restore", reason, StringComparison.Ordinal);
    }

    private async Task<CodeSnapshot> LoadAsync(string path, string? framework = null)
    {
        var workspace = await CodeWorkspace.LoadAsync(Request(path, framework), TimeProvider.System);
        return await workspace.SnapshotAsync();
    }
}
