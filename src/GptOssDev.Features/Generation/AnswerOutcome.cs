namespace GptOssDev.Features.Generation;

/// <summary>An explanation or an answer.</summary>
/// <param name="Notice">What the user should be told once, such as the limits of a small model; null for nothing.</param>
public sealed record AnswerOutcome(
    string Answer,
    string Reasoning,
    IReadOnlyList<Citation> Citations,
    FeatureTimings Timings,
    string? Notice
);
