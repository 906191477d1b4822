namespace GptOssDev.Changes.Diffs;

/// <summary>A run of changed lines with context. Line numbers are one-based, as in the patch.</summary>
/// <param name="Section">What stands behind the second <c>@@</c>, usually the enclosing declaration.</param>
public sealed record DiffHunk(
    int OldStart,
    int OldCount,
    int NewStart,
    int NewCount,
    string Section,
    IReadOnlyList<DiffLine> Lines
);
