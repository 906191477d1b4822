namespace GptOssDev.Changes.Git;

/// <summary>One path of the index or of a revision's tree.</summary>
/// <param name="Id">Name of the content's object.</param>
/// <param name="Stage">0; in the index of an unfinished merge 1 for the common ancestor, 2 for ours, 3 for theirs.</param>
/// <param name="IsUnwatched">True when git was asked not to compare the file with the working tree.</param>
public sealed record GitEntry(string Path, GitMode Mode, string Id, int Stage, bool IsUnwatched);
