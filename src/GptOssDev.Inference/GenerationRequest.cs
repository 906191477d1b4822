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
);
