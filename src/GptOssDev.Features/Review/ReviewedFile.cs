using GptOssDev.Changes.Diffs;

namespace GptOssDev.Features.Review;

/// <summary>A changed file.</summary>
/// <param name="Documents">Where the snapshot has its text: no place for a file that no project compiles, several for one that links lead to.</param>
/// <param name="IsKnown">False when the text after the change is not known: the snapshot says nothing about it then.</param>
/// <param name="HasBefore">False when the text before the change is not known.</param>
internal sealed record ReviewedFile(DiffFile Diff, IReadOnlyList<string> Documents, bool IsKnown, bool HasBefore)
{
    public string Path => Diff.Path;
}
