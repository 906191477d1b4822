using System.Text.RegularExpressions;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Picks the one line of a failed build that a person needs.</summary>
internal static partial class BuildErrors
{
    private const int MaxLength = 400;

    /// <summary>The first error line, shortened, or the last line that says anything.</summary>
    public static string FirstLine(string output, string errors)
    {
        if (MissingSdk(output + "\n" + errors) is { } missing)
        {
            return missing;
        }
        var lines = (output + "\n" + errors)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        var line =
            lines.FirstOrDefault(l => ErrorLine().IsMatch(l)) ?? lines.LastOrDefault(l => l.Length > 1) ?? "no output";
        return line.Length > MaxLength ? line[..MaxLength] + "…" : line;
    }

    // The .NET host's message has ten lines; the last is a link.
    private static string? MissingSdk(string text)
    {
        if (RequestedSdk().Match(text) is not { Success: true } requested)
        {
            return null;
        }
        var file = GlobalJson().Match(text);
        var installed = InstalledSdk().Matches(text).Select(m => m.Groups["version"].Value).Distinct().ToList();
        var place = file.Success ? file.Groups["path"].Value : "global.json";
        var others = installed.Count == 0 ? "none is installed" : "installed: " + string.Join(", ", installed);
        return $"{place} asks for the .NET SDK {requested.Groups["version"].Value}, {others}; install it or change global.json";
    }

    /// <summary>Whether the build failed because packages are missing: NuGet says so, or the SDK for it.</summary>
    public static bool AreOfPackages(string output, string errors) => PackageError().IsMatch(FirstLine(output, errors));

    [GeneratedRegex(@"\berror\s+(NU[0-9]+|NETSDK10(04|64))\s*:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackageError();

    [GeneratedRegex(@"^Requested SDK version: (?<version>\S+)", RegexOptions.Multiline, 1000)]
    private static partial Regex RequestedSdk();

    [GeneratedRegex(@"^global\.json file: (?<path>[^\r\n]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex GlobalJson();

    [GeneratedRegex(@"^(?<version>[0-9][0-9A-Za-z.\-]+) \[[^\]\r\n]+\]", RegexOptions.Multiline, 1000)]
    private static partial Regex InstalledSdk();

    [GeneratedRegex(@"\berror\s+[A-Z]+[0-9]+\s*:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorLine();
}
