using GptOssDev.Changes.Diffs;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Takes a file's changes back in memory. Pure.</summary>
internal static class PreImage
{
    /// <summary>What the text was before the changes; null when they are not all in it.</summary>
    public static string? Of(DiffFile file, string text) =>
        PatchedText.Of(Reversed(file), text) is { Found: PatchSide.Old } before ? before.Text : null;

    private static DiffFile Reversed(DiffFile file) =>
        file with
        {
            // Both sides are there now: a new file comes from an empty one.
            OldPath = file.Path,
            NewPath = file.Path,
            Hunks = [.. file.Hunks.Select(Reversed)],
        };

    private static DiffHunk Reversed(DiffHunk hunk) =>
        new(
            hunk.NewStart,
            hunk.NewCount,
            hunk.OldStart,
            hunk.OldCount,
            hunk.Section,
            [
                .. hunk.Lines.Select(l =>
                    l with
                    {
                        Kind = Reversed(l.Kind),
                        OldNumber = l.NewNumber,
                        NewNumber = l.OldNumber,
                    }
                ),
            ]
        );

    private static DiffLineKind Reversed(DiffLineKind kind) =>
        kind switch
        {
            DiffLineKind.Added => DiffLineKind.Removed,
            DiffLineKind.Removed => DiffLineKind.Added,
            _ => kind,
        };
}
