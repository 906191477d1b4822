using System.Text;
using System.Xml.Linq;
using GptOssDev.CodeModel.Projects;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

public sealed class SolutionReaderTests : IDisposable
{
    private const string OddCharacters = "\"{}()<>/\\=,|\0\n\ud800é";

    private readonly TempFolder _folder = new();
    private readonly SolutionReader _reader = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Solution_text_gives_projects_of_every_kind_without_folders()
    {
        await CheckAsync(
            "a.sln",
            SolutionText.Of(
                SolutionText.Folder("src", 1),
                SolutionText.Project("A", @"src\A\A.csproj", 2),
                SolutionText.Project("F", "F/F.fsproj", 3, "{F2A71F9B-5D33-465A-A702-920D77279786}"),
                SolutionText.Project("Shared", @"Shared\Shared.shproj", 4, "{D954291E-2A0B-460D-934E-DC6B0785DB48}"),
                SolutionText.Project("Site", "http://localhost/site", 5, "{E24C65DC-7377-472B-9ABA-BC803B73C61A}")
            ),
            "src/A/A.csproj",
            "F/F.fsproj",
            "Shared/Shared.shproj"
        );
    }

    [Fact]
    public async Task Solution_xml_gives_projects_of_every_folder()
    {
        await CheckAsync(
            "a.slnx",
            """
            <Solution>
              <Folder Name="/src/"><File Path="README.md" /><Project Path="src/A/A.csproj" /></Folder>
              <Project Path="B\B.csproj" Type="C#" />
              <Project Path="V/V.vbproj" />
              <Unknown />
            </Solution>
            """,
            "B/B.csproj",
            "V/V.vbproj",
            "src/A/A.csproj"
        );
    }

    [Fact]
    public async Task Filter_gives_its_projects_relative_to_the_solution_it_names()
    {
        _folder.Write("code/All.sln", SolutionText.Of(SolutionText.Project("A", "A/A.csproj", 1)));
        var content = await CheckAsync(
            "filters/a.slnf",
            """
            {
              // As Visual Studio writes it, with a comment and a comma too many.
              "solution": { "path": "..\\code\\All.sln", "projects": ["A\\A.csproj", "..\\B\\B.csproj", "A/A.csproj",] }
            }
            """,
            "code/A/A.csproj",
            "B/B.csproj"
        );
        Assert.Equal("code/All.sln", Relative(content.Solution!));
    }

    [Theory]
    [InlineData("Ä ö (x86) & 日本")]
    [InlineData("a b#c%20d=e;f")]
    [InlineData("..")]
    public async Task Odd_path_is_read_as_it_is(string folder)
    {
        var expected = Relative(Path.GetFullPath(Path.Combine(_folder.Root, folder, "P.csproj")));
        var xml = new XElement("Solution", new XElement("Project", new XAttribute("Path", $"{folder}/P.csproj")));
        await CheckAsync("a.sln", SolutionText.Of(SolutionText.Project("P", $@"{folder}\P.csproj", 1)), expected);
        await CheckAsync("a.slnx", xml.ToString(), expected);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Byte_order_mark_is_no_part_of_the_text(string encoding)
    {
        var code = Encoding.GetEncoding(encoding);
        _folder.Write("All.sln", SolutionText.Of());
        foreach (
            var (name, text) in new[]
            {
                ("a.sln", SolutionText.Of(SolutionText.Project("Ä", "Ä/Ä.csproj", 1))),
                ("a.slnx", """<Solution><Project Path="Ä/Ä.csproj" /></Solution>"""),
                ("a.slnf", """{"solution":{"path":"All.sln","projects":["Ä/Ä.csproj"]}}"""),
            }
        )
        {
            var path = _folder.Write(name, [.. code.GetPreamble(), .. code.GetBytes(text)]);
            Assert.Equal(["Ä/Ä.csproj"], (await ReadAsync(path)).Projects.Select(Relative));
        }
    }

    [Fact]
    public async Task Conflict_markers_and_missing_ends_leave_the_projects()
    {
        var text =
            SolutionText.Header
            + "<<<<<<< ours\n"
            + SolutionText.Project("A", "A/A.csproj", 1).Replace("EndProject", "", StringComparison.Ordinal)
            + "=======\n"
            + SolutionText.Project("B", "B/B.csproj", 2)
            + ">>>>>>> theirs\nnonsense = , \"\n";
        await CheckAsync("a.sln", text.ReplaceLineEndings("\r\n"), "A/A.csproj", "B/B.csproj");
    }

    [Theory]
    [InlineData("a.slnx", "<Solution>\n<Project", "a.slnx:2: ")]
    [InlineData("a.slnx", "", "Root element is missing")]
    [InlineData("a.slnx", "<Project/>", "not a solution", true)]
    [InlineData("a.slnx", "<Solution><Project /></Solution>", "Path")]
    [InlineData("a.slnx", """<Solution Version="99.0"><Project Path="A.csproj" /></Solution>""", "99.0")]
    [InlineData("a.slnx", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Solution>&e;</Solution>", "DTD")]
    [InlineData("a.sln", "a\0b", "binary")]
    [InlineData("a.sln", "", "not a solution", true)]
    [InlineData("a.sln", "Microsoft Visual Studio Solution File, Format Version 12.00\nProject(\"{FA", "a.sln:2: ")]
    [InlineData("a.slnf", "{\n\"solution\": [", "a.slnf:2: is not valid JSON")]
    [InlineData("a.slnf", "[]", "is not a solution filter")]
    [InlineData("a.slnf", """{"solution":{"path":"a.sln"}}""", "is not a solution filter")]
    [InlineData("a.slnf", """{"solution":{"path":"a.sln","projects":[1]}}""", "is not a solution filter")]
    [InlineData("a.slnf", """{"solution":{"path":"gone.sln","projects":[]}}""", "gone.sln, which is not there")]
    [InlineData("a.slnf", """{"solution":{"path":"\ud800","projects":[]}}""", "not valid")]
    public async Task Damaged_solution_is_one_line_that_names_the_file(
        string name,
        string text,
        string reason,
        bool ignoreCase = false
    )
    {
        var content = await ReadAsync(_folder.Write(name, text));
        Assert.Empty(content.Projects);
        Assert.NotNull(content.Failure);
        Assert.Contains(name, content.Failure, StringComparison.Ordinal);
        Assert.Contains(
            reason,
            content.Failure,
            ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal
        );
        Assert.DoesNotContain('\n', content.Failure);
    }

    [Fact]
    public async Task Project_that_is_named_twice_is_reported_with_its_line()
    {
        var path = _folder.Write(
            "a.sln",
            SolutionText.Of(SolutionText.Project("A", "A/A.csproj", 1), SolutionText.Project("A", "A/A.csproj", 1))
        );
        Assert.StartsWith($"{path}:5: ", (await ReadAsync(path)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_is_bounded_however_long_the_parsers_message()
    {
        var path = _folder.Write("a.slnx", "<Solution>" + string.Concat(Enumerable.Repeat("<a>", 50_000)));
        Assert.InRange((await ReadAsync(path)).Failure!.Length, 1, 500);
    }

    [Theory]
    [InlineData("a.sln")]
    [InlineData("a.slnx")]
    public async Task Solution_of_too_many_projects_is_refused_before_it_is_parsed(string name)
    {
        var projects = Enumerable.Range(1, 5000);
        var text = name.EndsWith('x')
            ? $"<Solution>{string.Concat(projects.Select(i => $"<Folder Name='/f{i}/' />"))}</Solution>"
            : SolutionText.Of([.. projects.Select(i => SolutionText.Project($"P{i}", $"P{i}/P{i}.csproj", i))]);
        Assert.Contains(
            "more than 4096 projects",
            (await ReadAsync(_folder.Write(name, text))).Failure,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Mutated_solutions_give_projects_or_one_line()
    {
        _folder.Write("All.sln", SolutionText.Of());
        (string Name, string Text)[] seeds =
        [
            (
                "a.sln",
                SolutionText.Of(
                    SolutionText.Folder("src", 1),
                    SolutionText.Project("A", @"src\A\A.csproj", 2),
                    SolutionText.Project("B", @"B\B.csproj", 3)
                ) + SolutionText.Nested(2, 1)
            ),
            (
                "a.slnx",
                """<Solution><Configurations><Platform Name="x64" /></Configurations><Folder Name="/s/"><Project Path="A/A.csproj"><BuildDependency Project="B/B.csproj" /></Project></Folder><Project Path="B/B.csproj" /></Solution>"""
            ),
            ("a.slnf", """{"solution":{"path":"All.sln","projects":["A\\A.csproj","B/B.csproj"]}}"""),
        ];
        var random = new Random(13);
        foreach (var (name, text) in seeds)
        {
            for (var i = 0; i < 1000; i++)
            {
                var mutated = Mutate(random, text);
                var content = await new SolutionReader().ReadAsync(
                    _folder.Write(name, mutated),
                    TestContext.Current.CancellationToken
                );
                Assert.True(content.Failure is null || content.Projects.Count == 0, mutated);
                Assert.DoesNotContain('\n', content.Failure ?? "");
            }
        }
    }

    [Fact]
    public async Task Failure_is_forgotten_so_that_a_filter_works_once_its_solution_is_there()
    {
        var path = _folder.Write("a.slnf", """{"solution":{"path":"All.sln","projects":["A/A.csproj"]}}""");
        Assert.NotNull((await ReadAsync(path)).Failure);
        _folder.Write("All.sln", SolutionText.Of());
        Assert.Equal(["A/A.csproj"], (await ReadAsync(path)).Projects.Select(Relative));
    }

    [Fact]
    public async Task Changed_solution_is_read_again()
    {
        var path = _folder.Write("a.sln", SolutionText.Of(SolutionText.Project("A", "A/A.csproj", 1)));
        var first = await ReadAsync(path);
        Assert.Same(first, await ReadAsync(path));
        _folder.Write("a.sln", SolutionText.Of(SolutionText.Project("Other", "Other/Other.csproj", 1)));
        Assert.Equal(["Other/Other.csproj"], (await ReadAsync(path)).Projects.Select(Relative));
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

    private static string Mutate(Random random, string text)
    {
        var characters = text.ToList();
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(characters.Count);
            switch (random.Next(4))
            {
                case 0:
                    characters.RemoveRange(at, Math.Min(random.Next(1, 30), characters.Count - at));
                    break;
                case 1:
                    characters.Insert(at, OddCharacters[random.Next(OddCharacters.Length)]);
                    break;
                case 2:
                    characters.InsertRange(at, characters[at..Math.Min(at + random.Next(80), characters.Count)]);
                    break;
                default:
                    characters[at] = (char)random.Next(0x80);
                    break;
            }
            if (characters.Count == 0)
            {
                break;
            }
        }
        return new string([.. characters]);
    }

    private async Task<SolutionContent> CheckAsync(string name, string text, params string[] projects)
    {
        var content = await ReadAsync(_folder.Write(name, text));
        Assert.Null(content.Failure);
        Assert.Equal(projects, content.Projects.Select(Relative));
        return content;
    }

    private Task<SolutionContent> ReadAsync(string path) =>
        _reader.ReadAsync(path, TestContext.Current.CancellationToken);

    private string Relative(string path) => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/');
}
