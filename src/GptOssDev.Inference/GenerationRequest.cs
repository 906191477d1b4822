using GptOssDev.Inference.Constraints;

namespace GptOssDev.Inference;

/// <summary>One prompt to continue.</summary>
/// <param name="Prompt">Token ids of the loaded model's vocabulary, at least one.</param>
/// <param name="MaxTokens">Bound on the tokens generated, at least 1.</param>
/// <param name="StopTokens">Ids that end the generation; the one that did is in <see cref="GenerationStats.StopToken"/>.</param>
public sealed record GenerationRequest(
    int[] Prompt,
    int MaxTokens,
    RequestPriority Priority,
    SamplingOptions Sampling,
    IReadOnlySet<int> StopTokens
)
{
    /// <summary>What may be generated; null leaves the model free. Made for this request alone.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>Whether the engine may guess ahead from the prompt. The tokens are the same either way.</summary>
    public bool Speculate { get; init; } = true;
}
