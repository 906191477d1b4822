using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace GptOssDev.Tests.Unit.Architecture;

/// <summary>Holds the structure: who may reference whom, what a project must not know, sizes, names and places of files.</summary>
public sealed partial class ArchitectureTests
{
    private const int MaxCodeLines = 500;
    private const int MaxTestCodeLines = 800;

    private static readonly Dictionary<string, string[]> _allowed = new(StringComparer.Ordinal)
    {
        ["Contracts"] = [],
        ["Platform"] = [],
        ["Rpc"] = [],
        ["Llama"] = [],
        ["Harmony"] = [],
        ["Grammar"] = ["Harmony"],
        ["Inference"] = ["Llama", "Harmony", "Grammar"],
        ["CodeModel"] = ["Platform"],
        ["Changes"] = ["Platform"],
        ["Features"] = ["Inference", "Harmony", "Grammar", "CodeModel", "Changes", "Platform"],
        ["Client"] = ["Contracts", "Rpc", "Platform"],
        ["Server"] =
        [
            "Contracts",
            "Platform",
            "Rpc",
            "Llama",
            "Harmony",
            "Grammar",
            "Inference",
            "CodeModel",
            "Changes",
            "Features",
            "Client",
        ],
        ["Cli"] = ["Client", "Contracts", "Platform"],
    };

    /// <summary>Text that must not stand in a project's code, and why.</summary>
    private static readonly (string Project, string Pattern, string Why)[] _forbidden =
    [
        ("Inference", @"Microsoft\.CodeAnalysis", "Inference knows no Roslyn"),
        ("Changes", @"Microsoft\.CodeAnalysis", "Changes knows no Roslyn"),
        ("Platform", @"gptoss|Gptoss", "Platform knows nothing of the product"),
        ("Grammar", @"\bIModelRunner\b|\bLlama", "Grammar calls no model"),
        ("Harmony", @"LibraryImport|DllImport", "Harmony calls nothing native: tokens come through ITokenizer"),
        ("Rpc", @"textDocument/|gptoss/", "Rpc knows no LSP and no method of ours"),
        (
            "Features",
            @"\b(File|Directory|FileStream|StreamReader)\.|\bConsole\b",
            "Features reads no files and no console"
        ),
        ("CodeModel", @"Prompt|\bLlama|Harmony", "CodeModel knows no model and no prompt"),
        ("Server", "\"\"\"", "Server holds no prompt text"),
    ];

    public static TheoryData<string> Projects => [.. _allowed.Keys];

    [Fact]
    public void Projects_on_disk_are_those_of_the_table()
    {
        var found = ProjectFiles().Keys.Order(StringComparer.Ordinal);

        Assert.Equal(_allowed.Keys.Order(StringComparer.Ordinal), found);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_the_table_allows(string project)
    {
        var references = XDocument
            .Load(ProjectFiles()[project])
            .Descendants("ProjectReference")
            .Select(r => ShortName(Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))));

        Assert.Empty(references.Except(_allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_uses_only_namespaces_the_table_allows(string project)
    {
        var offenders = SourcesOf(project)
            .SelectMany(file =>
                NamespaceUse()
                    .Matches(WithoutComments(File.ReadAllText(file)))
                    .Select(m => m.Groups["project"].Value)
                    .Where(used => used != project && _allowed.ContainsKey(used) && !_allowed[project].Contains(used))
                    .Select(used => $"{Relative(file)} uses {used}")
            );

        Assert.Empty(offenders.Distinct());
    }

    [Fact]
    public void Unsafe_code_stands_in_Llama_alone()
    {
        var offenders = _allowed
            .Keys.Where(p => p != "Llama")
            .Where(p => File.ReadAllText(ProjectFiles()[p]).Contains("AllowUnsafeBlocks", StringComparison.Ordinal));

        // Server detaches from the terminal by one system call.
        Assert.Empty(offenders.Except(["Server"]));
    }

    [Fact]
    public void Scheduler_and_prefix_cache_use_no_Llama_type()
    {
        var folder = Repository.PathOf("src", "GptOssDev.Inference", "Scheduling");
        var offenders = Directory
            .EnumerateFiles(folder, "*.cs")
            .Where(f => WithoutComments(File.ReadAllText(f)).Contains("Llama", StringComparison.Ordinal));

        Assert.Empty(offenders);
    }

    [Fact]
    public void Forbidden_knowledge_is_absent()
    {
        var offenders =
            from rule in _forbidden
            from file in SourcesOf(rule.Project)
            where Regex.IsMatch(WithoutComments(File.ReadAllText(file)), rule.Pattern)
            select $"{Relative(file)}: {rule.Why}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void Files_stay_small()
    {
        var offenders =
            from file in AllSources()
            let lines = CodeLines(file)
            let limit = IsTest(file) ? MaxTestCodeLines : MaxCodeLines
            where lines > limit
            select $"{Relative(file)} has {lines} code lines, the limit is {limit}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void Namespace_is_project_and_folder()
    {
        var offenders =
            from file in AllSources()
            let declared = NamespaceDeclaration().Match(File.ReadAllText(file))
            where declared.Success
            let expected = ExpectedNamespaces(file)
            where !expected.Contains(declared.Groups["name"].Value)
            select $"{Relative(file)} declares {declared.Groups["name"].Value}, expected {expected[0]}";

        Assert.Empty(offenders);
    }

    [Fact]
    public void Type_names_say_what_they_do()
    {
        var offenders = AllSources()
            .SelectMany(file =>
                VagueType().Matches(WithoutComments(File.ReadAllText(file))).Select(m => $"{Relative(file)}: {m.Value}")
            );

        Assert.Empty(offenders);
    }

    [Fact]
    public void Code_has_no_leftovers()
    {
        var offenders = AllSources()
            .Where(f => Path.GetFileName(f) != "ArchitectureTests.cs")
            .SelectMany(file =>
                Leftover().Matches(File.ReadAllText(file)).Select(m => $"{Relative(file)}: {m.Value.Trim()}")
            );

        Assert.Empty(offenders);
    }

    private static string[] ExpectedNamespaces(string file)
    {
        var parts = Relative(Path.GetDirectoryName(file)!).Split('/');
        if (parts[0] == "tests")
        {
            // What both test programs use stands in the shared namespace.
            return
            [
                string.Join('.', ["GptOssDev.Tests", .. parts[1..]]),
                "GptOssDev.Tests",
                $"GptOssDev.Tests.{parts[^1]}",
            ];
        }

        // A project's public types may stand in its own namespace whatever room holds the file.
        return [string.Join('.', parts[1..]), parts[1]];
    }

    private static int CodeLines(string file) =>
        WithoutComments(File.ReadAllText(file)).Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));

    private static bool IsTest(string file) => Relative(file).StartsWith("tests/", StringComparison.Ordinal);

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private static string ShortName(string project) => project.Replace("GptOssDev.", "", StringComparison.Ordinal);

    private static Dictionary<string, string> ProjectFiles() =>
        new[] { "src", "cli" }
            .SelectMany(top =>
                Directory.EnumerateFiles(Repository.PathOf(top), "GptOssDev.*.csproj", SearchOption.AllDirectories)
            )
            .ToDictionary(file => ShortName(Path.GetFileNameWithoutExtension(file)), StringComparer.Ordinal);

    private static IEnumerable<string> SourcesOf(string project) =>
        Directory
            .EnumerateFiles(Path.GetDirectoryName(ProjectFiles()[project])!, "*.cs", SearchOption.AllDirectories)
            // The tour's sample project is data of the program.
            .Where(f => !Relative(f).StartsWith("cli/GptOssDev.Cli/demo/", StringComparison.Ordinal));

    private static IEnumerable<string> AllSources() =>
        _allowed
            .Keys.SelectMany(SourcesOf)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories))
            .Where(f => !Relative(f).Contains("/Golden/", StringComparison.Ordinal));

    [GeneratedRegex(@"\bGptOssDev\.(?<project>[A-Z]\w+)")]
    private static partial Regex NamespaceUse();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Helper|Utils|Util|Manager)\b")]
    private static partial Regex VagueType();

    [GeneratedRegex(@"^\s*#region.*|//\s*(TODO|HACK|FIXME).*", RegexOptions.Multiline)]
    private static partial Regex Leftover();

    [GeneratedRegex(@"^[ \t]*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
