using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Features.Review.Sources;

/// <summary>What a review looks at.</summary>
/// <param name="Root">The folder that the diff's paths are relative to, absolute.</param>
/// <param name="Code">A snapshot in which the files have the texts after the change.</param>
/// <param name="Before">The same with the texts before the change, where those are known.</param>
/// <param name="Files">What changed, with the line numbers that the snapshot's texts have.</param>
/// <param name="Omitted">What is not reviewed by rule, with the reason.</param>
/// <param name="Gaps">What could not be looked at, with the reason.</param>
internal sealed record ReviewChanges(
    string Root,
    CodeSnapshot Code,
    CodeSnapshot Before,
    IReadOnlyList<ReviewedFile> Files,
    IReadOnlyList<SkippedFile> Omitted,
    IReadOnlyList<SkippedFile> Gaps
)
{
    /// <summary>
    /// Documents that are on the disk and that git ignores: a build may write them before it compiles, or the commit lacks them.
    /// </summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The path of a document as findings show it.</summary>
    public string Shown(string document) => Path.GetRelativePath(Root, document).Replace('\\', '/');
}
