using System.Globalization;
using System.Text.RegularExpressions;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Generation;

/// <summary>Finds the places that an answer names, <c>path:line</c> or <c>path:line-line</c>, and looks whether they exist.</summary>
internal static partial class Citations
{
    private const int Most = 50;

    /// <summary>Each place once, in the order of the answer.</summary>
    public static IReadOnlyList<Citation> In(string answer, CodeSnapshot code)
    {
        var found = new List<Citation>();
        foreach (Match match in Place().Matches(answer))
        {
            var start = Number(match.Groups["start"]);
            var end = match.Groups["end"].Success ? Number(match.Groups["end"]) : start;
            var path = match.Groups["path"].Value;
            var shown = path.Replace('\\', '/');
            var lines = new LineRange(start, end);
            if (found.Any(c => c.Path == shown && c.Lines == lines))
            {
                continue;
            }
            found.Add(new Citation(shown, lines, Exists(code, path, lines)));
            if (found.Count == Most)
            {
                break;
            }
        }
        return found;
    }

    private static bool Exists(CodeSnapshot code, string path, LineRange lines)
    {
        var full = PathNames.Absolute(code.State.Root, path);
        // An answer is no reason to look at files outside the workspace.
        if (lines.Start < 1 || lines.End < lines.Start || !PathNames.IsUnder(code.State.Root, full))
        {
            return false;
        }
        return CodeReader.TryRead(code, full) is { } text && lines.End <= TextLines.Count(text);
    }

    private static int Number(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"(?<![\w./\\-])(?<path>[\w][\w.\-/\\]*\.[A-Za-z]\w{0,9}):(?<start>\d{1,7})(?:-(?<end>\d{1,7}))?(?!\d)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Place();
}
