using System.Globalization;
using System.Text.RegularExpressions;

namespace GptOssDev.Changes.Diffs;

/// <summary>
/// The header of a hunk in the diff of a merge: one range for each parent, then the result's. A line has one mark for each parent: a
/// minus for a line that the parent has and the result has not, a plus for a line of the result that the parent has not.
/// </summary>
/// <param name="Parents">Start and count in each parent.</param>
internal sealed partial record CombinedHunk(
    IReadOnlyList<(int Start, int Count)> Parents,
    int NewStart,
    int NewCount,
    string Section
)
{
    public static CombinedHunk? Parse(string header)
    {
        var match = Header().Match(header);
        if (!match.Success)
        {
            return null;
        }
        var parents = match.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Range).ToList();
        return
            parents.Count == match.Groups[1].Length - 1
            && Range(match.Groups[3].Value) is { } now
            && parents.All(p => p is not null)
            ? new CombinedHunk([.. parents.OfType<(int, int)>()], now.Start, now.Count, match.Groups[4].Value.Trim())
            : null;
    }

    /// <summary>True when a line with these marks is in the result.</summary>
    public static bool IsInResult(ReadOnlySpan<char> marks) => !marks.Contains('-');

    /// <summary>True when a line with these marks is in a parent; lines that went from another parent have a blank there.</summary>
    public static bool IsInParent(ReadOnlySpan<char> marks, int parent) =>
        IsInResult(marks) ? marks[parent] != '+' : marks[parent] == '-';

    private static (int Start, int Count)? Range(string text)
    {
        var numbers = text[1..].Split(',');
        return
            int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && int.TryParse(
                numbers.Length > 1 ? numbers[1] : "1",
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            && count <= int.MaxValue - start
            ? (start, count)
            : null;
    }

    [GeneratedRegex(@"^(@{3,}) ((?:-[0-9]+(?:,[0-9]+)? )+)(\+[0-9]+(?:,[0-9]+)?) @{3,}(.*)$", RegexOptions.None, 1000)]
    private static partial Regex Header();
}
