using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>How one prompt is run.</summary>
/// <param name="Enough">Asked with the answer so far after each piece of it; true ends the generation.</param>
internal sealed record GenerationPlan(
    RequestPriority Priority,
    SamplingOptions Sampling,
    int MaxTokens,
    IReadOnlySet<int> Stops,
    Func<string, bool>? Enough = null
);
