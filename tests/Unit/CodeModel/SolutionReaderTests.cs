using GptOssDev.CodeModel.Projects;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

public sealed class SolutionReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Solution_text_gives_projects_without_folders_and_repeats()
    {
        var path = _folder.Write(
            "a.sln",
            """
            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{1}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "A", "src\A\A.csproj", "{2}"
            EndProject
              Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "A again", "src/A/A.csproj", "{3}"
            nonsense = , "
            Project("{F2A71F9B-5D33-465A-A702-920D77279786}") = "F", "F\F.fsproj", "{4}"
            """.ReplaceLineEndings("\r\n")
        );
        var (projects, failure) = SolutionReader.Read(path);
        Assert.Null(failure);
        Assert.Equal(["src/A/A.csproj", "F/F.fsproj"], projects.Select(Relative));
    }

    [Fact]
    public void Solution_xml_gives_projects_of_every_folder()
    {
        var path = _folder.Write(
            "a.slnx",
            """<Solution><Folder Name="/src/"><Project Path="src/A/A.csproj" /></Folder><Project Path="B\B.csproj" Type="C#" /><Project /></Solution>"""
        );
        Assert.Equal(["src/A/A.csproj", "B/B.csproj"], SolutionReader.Read(path).Projects.Select(Relative));
    }

    [Theory]
    [InlineData("a.slnx", "<Solution><Project")]
    [InlineData("a.slnx", "")]
    [InlineData("a.slnx", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Solution>&e;</Solution>")]
    [InlineData("a.sln", "a\0b")]
    public void Damaged_solution_is_one_line(string name, string text)
    {
        var (projects, failure) = SolutionReader.Read(_folder.Write(name, text));
        Assert.Empty(projects);
        Assert.NotNull(failure);
        Assert.DoesNotContain('\n', failure);
    }

    [Theory]
    [InlineData("netstandard2.0;net8.0;net10.0", "net10.0")]
    [InlineData("net10.0-windows;net9.0", "net9.0")]
    [InlineData("netstandard2.0;net48", "netstandard2.0")]
    public void Best_target_framework_is_the_newest_plain_one(string frameworks, string best) =>
        Assert.Equal(best, TargetFrameworks.Best(frameworks.Split(';')));

    [Theory]
    [InlineData("netstandard2.0;net8.0;net10.0", null, "net10.0;netstandard2.0;net8.0")]
    [InlineData("netstandard2.0;net8.0;net10.0", "NET8.0", "net8.0;netstandard2.0;net10.0")]
    [InlineData("net8.0;net8.0", "net48", "net8.0")]
    [InlineData("", "net48", "")]
    public void Framework_that_is_asked_for_comes_first(string frameworks, string? asked, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ';',
                TargetFrameworks.Order(frameworks.Split(';', StringSplitOptions.RemoveEmptyEntries), asked)
            )
        );

    private string Relative(string path) => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/');
}
