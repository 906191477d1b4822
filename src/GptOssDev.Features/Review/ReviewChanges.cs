using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Retrieval.Diffs;

namespace GptOssDev.Features.Review;

/// <summary>What a review looks at.</summary>
/// <param name="Root">The folder that the diff's paths are relative to, absolute.</param>
/// <param name="Code">A snapshot in which the changed files have the diff's new text, where that is known.</param>
internal sealed record ReviewChanges(string Root, CodeSnapshot Code, IReadOnlyList<DiffFile> Files);
