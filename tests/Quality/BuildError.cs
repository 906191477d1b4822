using System.Globalization;
using System.Text.RegularExpressions;

namespace GptOssDev.Tests.Quality;

/// <summary>An error that a build printed.</summary>
/// <param name="Line">From 1.</param>
internal sealed partial record BuildError(string Path, int Line, string Id, string Message)
{
    /// <summary>The errors in a build's output, each once: it prints some of them again at its end.</summary>
    public static IReadOnlyList<BuildError> In(string output) =>
        [
            .. Printed()
                .Matches(output)
                .Select(m => new BuildError(
                    m.Groups["path"].Value,
                    int.Parse(m.Groups["line"].Value, CultureInfo.InvariantCulture),
                    m.Groups["id"].Value,
                    m.Groups["message"].Value.Trim()
                ))
                .Distinct(),
        ];

    [GeneratedRegex(
        @"^\s*(?<path>[^\r\n]+?)\((?<line>\d+),\d+\): error (?<id>\w+): (?<message>[^\r\n]*?)( \[[^\r\n]*\])?\r?$",
        RegexOptions.Multiline
    )]
    private static partial Regex Printed();
}
