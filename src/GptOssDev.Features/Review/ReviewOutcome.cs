using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Review;

/// <param name="Findings">The compiler's first, then the model's, each in order of file and line.</param>
/// <param name="Skipped">What was left out by rule, and what could not be looked at.</param>
/// <param name="Complete">False when something could not be looked at, or the time was up before everything was.</param>
/// <param name="Notice">What the user should be told once; null for nothing.</param>
/// <param name="Root">The folder that the findings' paths start from; null when the time was up before it was known.</param>
public sealed record ReviewOutcome(
    IReadOnlyList<ReviewFinding> Findings,
    IReadOnlyList<SkippedFile> Skipped,
    bool Complete,
    FeatureTimings Timings,
    string? Notice,
    string? Root = null
);

/// <param name="Path">Relative to the repository's root, with forward slashes.</param>
/// <param name="Why">One line.</param>
public sealed record SkippedFile(string Path, string Why);

/// <summary>A piece of a running review: a finding, or what is being looked at. One of the two is null.</summary>
public sealed record ReviewProgress(ReviewFinding? Finding, string? Message);
