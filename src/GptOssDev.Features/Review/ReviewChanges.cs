using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Retrieval.Diffs;

namespace GptOssDev.Features.Review;

/// <summary>What a review looks at.</summary>
/// <param name="Root">The folder that the diff's paths are relative to, absolute.</param>
/// <param name="Code">A snapshot in which the changed files have the diff's new text, where that is known.</param>
/// <param name="Files">What changed, with the line numbers that the snapshot's texts have.</param>
/// <param name="Unjudged">Files whose new text is not known, with the reason: the compiler cannot say anything of them.</param>
internal sealed record ReviewChanges(
    string Root,
    CodeSnapshot Code,
    IReadOnlyList<DiffFile> Files,
    IReadOnlyList<SkippedFile> Unjudged
)
{
    /// <summary>True when the file's changes can be found in the snapshot.</summary>
    public bool Knows(DiffFile file) => Unjudged.All(u => u.Path != file.Path);
}
