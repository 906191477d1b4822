namespace GptOssDev.Retrieval.Diffs;

/// <summary>A unified diff as data, in the patch's order. Immutable; any thread.</summary>
public sealed record UnifiedDiff(IReadOnlyList<DiffFile> Files)
{
    /// <summary>
    /// Reads unified diff text as git, diff and patch write it: extended headers, renames, binary files, quoted paths, carriage
    /// returns, text around the diff. An empty text is a diff without files. A patch that breaks off or contradicts itself is refused
    /// whole; so is a path that leaves the repository. Source of the format: git's documentation of diff output.
    /// </summary>
    public static DiffParseResult Parse(string text, DiffLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new DiffParser(text, limits ?? DiffLimits.Default).Parse();
    }
}
