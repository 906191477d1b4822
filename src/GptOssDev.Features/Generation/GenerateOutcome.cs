using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>What the model wrote.</summary>
/// <param name="Text">Of the tokens that are no control tokens; bytes that are no whole character are replaced.</param>
public sealed record GenerateOutcome(
    IReadOnlyList<int> Tokens,
    string Text,
    FinishReason Reason,
    FeatureTimings Timings
);
