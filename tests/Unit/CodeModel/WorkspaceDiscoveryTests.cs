using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

public sealed class WorkspaceDiscoveryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WorkspaceDiscovery _discovery = new();

    public WorkspaceDiscoveryTests()
    {
        _folder.Write("A/A.csproj", "");
        _folder.Write("A/One.cs", "");
        _folder.Write("B/B.csproj", "");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("All.slnx", """<Solution><Project Path="A/A.csproj" /></Solution>""")]
    [InlineData("All.slnf", """{"solution":{"path":"Base/Base.slnx","projects":["..\\A\\A.csproj"]}}""")]
    public async Task File_belongs_to_the_solution_above_that_names_its_project(string name, string text)
    {
        _folder.Write("Base/Base.slnx", "<Solution />");
        var entry = await FindAsync("A/One.cs", (name, text));
        Assert.Equal(name, Relative(entry.Entry));
        Assert.Equal(["A/A.csproj"], entry.Projects.Select(Relative));
        Assert.Empty(entry.Missing);
    }

    [Theory]
    [InlineData("A/One.cs")]
    [InlineData("")]
    public async Task Solution_goes_before_its_filter(string path)
    {
        var entry = await FindAsync(
            path,
            ("a.slnf", """{"solution":{"path":"z.slnx","projects":["A/A.csproj"]}}"""),
            ("z.slnx", """<Solution><Project Path="A/A.csproj" /><Project Path="B/B.csproj" /></Solution>""")
        );
        Assert.Equal("z.slnx", Relative(entry.Entry));
        Assert.Equal(2, entry.Projects.Count);
    }

    [Fact]
    public async Task Filter_that_is_named_limits_the_projects()
    {
        var entry = await FindAsync(
            "a.slnf",
            ("z.slnx", """<Solution><Project Path="A/A.csproj" /><Project Path="B/B.csproj" /></Solution>"""),
            ("a.slnf", """{"solution":{"path":"z.slnx","projects":["B/B.csproj"]}}""")
        );
        Assert.Equal(["B/B.csproj"], entry.Projects.Select(Relative));
    }

    [Fact]
    public async Task Project_that_is_missing_has_a_line_of_its_own()
    {
        var entry = await FindAsync(
            "",
            (
                "All.sln",
                SolutionText.Of(SolutionText.Project("A", "A/A.csproj", 1), SolutionText.Project("C", "C/C.csproj", 2))
            )
        );
        Assert.Equal(["A/A.csproj"], entry.Projects.Select(Relative));
        var missing = Assert.Single(entry.Missing);
        Assert.Equal("C/C.csproj", Relative(missing.Path));
    }

    [Fact]
    public async Task Folder_with_a_broken_solution_has_the_projects_on_disk_and_the_reason()
    {
        var entry = await FindAsync("", ("All.slnx", "<Solution>"));
        Assert.Equal(["A/A.csproj", "B/B.csproj"], entry.Projects.Select(Relative).Order());
        Assert.Contains("All.slnx:1: is not a readable solution", Assert.Single(entry.Missing).Reason);
    }

    [Fact]
    public async Task File_below_a_broken_solution_has_its_project_and_the_reason()
    {
        var entry = await FindAsync("A/One.cs", ("All.sln", "not a solution"));
        Assert.Equal(["A/A.csproj"], entry.Projects.Select(Relative));
        Assert.Contains("All.sln", Assert.Single(entry.Missing).Reason);
    }

    [Fact]
    public async Task Projects_beyond_the_limit_are_counted_in_a_note()
    {
        _folder.Write(
            "All.slnx",
            """<Solution><Project Path="A/A.csproj" /><Project Path="B/B.csproj" /></Solution>"""
        );
        var request = new WorkspaceRequest(_folder.Root, WorkspaceTrust.Untrusted) { MaxProjects = 1 };
        var entry = await _discovery.FindAsync(request, TestContext.Current.CancellationToken);
        Assert.Single(entry.Projects);
        Assert.Contains("only the first 1 of 2 projects", Assert.Single(entry.Notes));
    }

    [Theory]
    [InlineData("<Compile Include=\"../Shared/**/*.cs\" LinkBase=\"Shared\" />")]
    [InlineData("<Compile Include=\"Own.cs;..\\Shared\\Deep\\Money.cs\" />")]
    [InlineData("<Compile Include=\"$(MSBuildThisFileDirectory)../Shared/Deep/*.cs\" />")]
    [InlineData("<Compile Include=\"$(RepoRoot)Shared/**/Mone?.cs\" />")]
    public async Task File_in_no_projects_folder_belongs_to_the_project_that_links_it(string item)
    {
        _folder.Write("Shared/Deep/Money.cs", "class Money { }");
        _folder.Write("Link/Link.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");

        var entry = await FindAsync(
            "Shared/Deep/Money.cs",
            ("All.slnx", """<Solution><Project Path="A/A.csproj" /><Project Path="Link/Link.csproj" /></Solution>""")
        );

        Assert.Equal("All.slnx", Relative(entry.Entry));
        Assert.Equal(["A/A.csproj", "Link/Link.csproj"], entry.Projects.Select(Relative));
    }

    [Theory]
    [InlineData("<Compile Include=\"../Shared/*.cs\" />")]
    [InlineData("<Compile Include=\"../Other/**/*.cs\" />")]
    [InlineData("<Compile Remove=\"../Shared/**/*.cs\" />")]
    [InlineData("<Content Include=\"../Shared/**/*.cs\" />")]
    public async Task File_that_no_project_links_is_a_loose_one(string item)
    {
        _folder.Write("Shared/Deep/Money.cs", "class Money { }");
        _folder.Write("Link/Link.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");

        Assert.Empty((await FindAsync("Shared/Deep/Money.cs")).Projects);
    }

    [Fact]
    public async Task File_linked_through_an_imported_file_belongs_to_the_importing_project()
    {
        _folder.Write("Shared/Deep/Money.cs", "class Money { }");
        _folder.Write(
            "Shared/Shared.projitems",
            """<Project><ItemGroup><Compile Include="$(MSBuildThisFileDirectory)Deep/*.cs" /></ItemGroup></Project>"""
        );
        _folder.Write("Link/Link.csproj", """<Project><Import Project="../Shared/Shared.projitems" /></Project>""");

        Assert.Equal(["Link/Link.csproj"], (await FindAsync("Shared/Deep/Money.cs")).Projects.Select(Relative));
    }

    [Fact]
    public async Task Folder_with_several_projects_has_all_of_them()
    {
        _folder.Write("A/Second.csproj", "<Project />");

        var entry = await FindAsync("A/One.cs");

        Assert.Equal(["A/A.csproj", "A/Second.csproj"], entry.Projects.Select(Relative).Order(StringComparer.Ordinal));
    }

    private Task<WorkspaceEntry> FindAsync(string path, params (string Name, string Text)[] solutions)
    {
        foreach (var (name, text) in solutions)
        {
            _folder.Write(name, text);
        }
        var request = new WorkspaceRequest(Path.Combine(_folder.Root, path), WorkspaceTrust.Untrusted)
        {
            Root = _folder.Root,
        };
        return _discovery.FindAsync(request, TestContext.Current.CancellationToken);
    }

    private string Relative(string path) => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/');
}
