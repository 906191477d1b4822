using GptOssDev.Changes.Git;

namespace GptOssDev.Changes.Diffs;

/// <summary>One file of a diff.</summary>
/// <param name="OldPath">With forward slashes, relative to the repository; null for a new file.</param>
/// <param name="NewPath">Null for a deleted file.</param>
/// <param name="IsBinary">True when the patch does not show the content as lines.</param>
public sealed record DiffFile(
    DiffChange Change,
    string? OldPath,
    string? NewPath,
    bool IsBinary,
    IReadOnlyList<DiffHunk> Hunks
)
{
    /// <summary>What the path is after the change, or was before it when it is deleted; a file unless the diff says otherwise.</summary>
    public GitMode Mode { get; init; } = GitMode.File;

    /// <summary>The path that names the file now, or the last one it had.</summary>
    public string Path => NewPath ?? OldPath ?? "";
}
