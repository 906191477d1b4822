using GptOssDev.Changes.Git;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Review;

/// <summary>Asks for a review of changes.</summary>
/// <param name="Code">The workspace as it is on disk; the review puts staged or older text over it where it needs to.</param>
/// <param name="Range">Two revisions, <c>A..B</c>, for <see cref="ReviewScope.Range"/>.</param>
/// <param name="Patch">A unified diff, for <see cref="ReviewScope.Patch"/>.</param>
/// <param name="TimeLimit">When it is up, what was not looked at is told in the outcome; null is no limit.</param>
public sealed record ReviewRequest(
    CodeSnapshot Code,
    ReviewScope Scope,
    string? Range = null,
    string? Patch = null,
    TimeSpan? TimeLimit = null,
    GenerationSettings? Settings = null
)
{
    /// <summary>Where the client runs and which variables of git it was started with; null when it did not say.</summary>
    public GitSurroundings? Git { get; init; }
}

/// <summary>Which changes are reviewed.</summary>
public enum ReviewScope
{
    /// <summary>What is staged, against the last commit.</summary>
    Staged,

    /// <summary>What the working tree has beyond the last commit: what is staged, what is not, and new files.</summary>
    Working,

    /// <summary>Between two revisions.</summary>
    Range,

    /// <summary>A patch that the user gave.</summary>
    Patch,
}
