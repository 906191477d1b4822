using GptOssDev.Grammar;

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
    /// <summary>
    /// What may be generated; null, also as the task's result, leaves the model free. Made for this request alone. While it is
    /// not known the prompt is read; no token is generated before it is. Its failure ends the request, its
    /// cancellation cancels it.
    /// </summary>
    public Task<ITokenConstraint?>? Constraint { get; init; }

    /// <summary>Whether the engine may guess ahead from the prompt. The tokens are the same either way.</summary>
    public bool Speculate { get; init; } = true;
}
