using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using GptOssDev.CodeModel.Sources;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Reads which projects a solution file names, .sln or .slnx. Tolerant: what it does not know is skipped; a file that cannot be
/// read gives one line instead of projects.
/// </summary>
internal static partial class SolutionReader
{
    private const string SolutionFolder = "2150E333-8FDC-42A3-9474-1A3956D46DE8";

    public static bool IsSolution(string path) =>
        Path.GetExtension(path) is { } extension
        && (extension.Equals(".sln", PathNames.Comparison) || extension.Equals(".slnx", PathNames.Comparison));

    /// <summary>Absolute project paths in the file's order without repeats, or the reason why there are none.</summary>
    public static (IReadOnlyList<string> Projects, string? Failure) Read(string solution)
    {
        var read = SourceFile.Read(solution, limit: 16 * 1024 * 1024);
        if (!read.Succeeded)
        {
            return ([], read.Failure.Message);
        }
        var folder = Path.GetDirectoryName(read.File.Path)!;
        try
        {
            var names = solution.EndsWith(".slnx", PathNames.Comparison)
                ? FromXml(read.File.Text)
                : FromText(read.File.Text);
            var projects = names
                .Where(name =>
                    !name.Contains("://", StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
                )
                .Select(name => PathNames.Absolute(folder, name))
                .Distinct(PathNames.Comparer)
                .ToList();
            return (projects, null);
        }
        catch (XmlException e)
        {
            return ([], $"{solution}:{e.LineNumber}: is not a readable solution; mend its XML.");
        }
    }

    private static IEnumerable<string> FromText(string text) =>
        ProjectLine()
            .Matches(text)
            .Where(m => !m.Groups["type"].Value.Equals(SolutionFolder, StringComparison.OrdinalIgnoreCase))
            .Select(m => m.Groups["path"].Value);

    private static List<string> FromXml(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XDocument
            .Load(reader)
            .Descendants("Project")
            .Select(project => (string?)project.Attribute("Path"))
            .OfType<string>()
            .Where(path => path.Length > 0)
            .ToList();
    }

    [GeneratedRegex(
        """^\s*Project\("\{?(?<type>[^"}]*)\}?"\)\s*=\s*"[^"]*"\s*,\s*"(?<path>[^"]+)"\s*,""",
        RegexOptions.Multiline,
        matchTimeoutMilliseconds: 2000
    )]
    private static partial Regex ProjectLine();
}
