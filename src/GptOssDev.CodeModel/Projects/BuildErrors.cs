using System.Text.RegularExpressions;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Picks the one line of a failed build that a person needs.</summary>
internal static partial class BuildErrors
{
    private const int MaxLength = 400;

    /// <summary>The first error line, shortened, or the last line that says anything.</summary>
    public static string FirstLine(string output, string errors)
    {
        var lines = (output + "\n" + errors)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        var line =
            lines.FirstOrDefault(l => ErrorLine().IsMatch(l)) ?? lines.LastOrDefault(l => l.Length > 1) ?? "no output";
        return line.Length > MaxLength ? line[..MaxLength] + "…" : line;
    }

    /// <summary>Whether the build failed because packages are missing: NuGet says so, or the SDK for it.</summary>
    public static bool AreOfPackages(string output, string errors) => PackageError().IsMatch(FirstLine(output, errors));

    [GeneratedRegex(@"\berror\s+(NU[0-9]+|NETSDK10(04|64))\s*:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackageError();

    [GeneratedRegex(@"\berror\s+[A-Z]+[0-9]+\s*:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorLine();
}
