using GptOssDev.Changes.Diffs;
using GptOssDev.Features.Refactor;

namespace GptOssDev.Features.Review.Sources;

/// <summary>The difference of two texts as hunks. Line endings alone are no difference.</summary>
internal static class TextHunks
{
    // A comparison takes time in the product of lines and differences: what differs more is one replacement.
    private const int MaxComparedLines = 20_000;

    public static IReadOnlyList<DiffHunk> Between(string oldText, string newText)
    {
        var (before, after) = (Unified(oldText), Unified(newText));
        if (before == after)
        {
            return [];
        }
        if (Lines(before) + Lines(after) > MaxComparedLines)
        {
            return [Replacement(before, after)];
        }
        var parsed = UnifiedDiff.Parse(UnifiedDiffText.Of("file", before, after));
        return parsed.Succeeded
            ? [.. parsed.Diff.Files.SelectMany(f => f.Hunks)]
            : throw new InvalidOperationException(parsed.Failure);
    }

    private static DiffHunk Replacement(string before, string after)
    {
        var (old, now) = (Split(before), Split(after));
        return new DiffHunk(
            old.Length == 0 ? 0 : 1,
            old.Length,
            now.Length == 0 ? 0 : 1,
            now.Length,
            "",
            [
                .. old.Select((text, i) => new DiffLine(DiffLineKind.Removed, i + 1, null, text, false, false)),
                .. now.Select((text, i) => new DiffLine(DiffLineKind.Added, null, i + 1, text, false, false)),
            ]
        );
    }

    private static string Unified(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static int Lines(string text) => text.AsSpan().Count('\n') + 1;

    private static string[] Split(string text) =>
        text.Length == 0 ? []
        : text.EndsWith('\n') ? text[..^1].Split('\n')
        : text.Split('\n');
}
