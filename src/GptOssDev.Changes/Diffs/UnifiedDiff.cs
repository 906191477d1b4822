namespace GptOssDev.Changes.Diffs;

/// <summary>A unified diff as data, in the patch's order. Immutable; thread-safe.</summary>
/// <param name="Unread">What the patch names and does not show.</param>
public sealed record UnifiedDiff(IReadOnlyList<DiffFile> Files, IReadOnlyList<UnparsedPath> Unread)
{
    /// <summary>
    /// Reads unified diff text as git, diff and patch write it: extended headers, renames, binary files, quoted paths, any prefixes,
    /// colours, carriage returns, text around the diff. A combined diff of a merge is read as what it changes in the first parent. An
    /// empty text is a diff without files. A patch that breaks off or contradicts itself, a word diff and an encoded mail are refused
    /// whole; so is a path that leaves the repository. Source of the format: git's documentation of diff output.
    /// </summary>
    public static DiffParseResult Parse(string text, DiffLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new DiffParser(TerminalColors.Remove(text), limits ?? DiffLimits.Default).Parse();
    }
}
