using GptOssDev.Grammar;
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
)
{
    /// <summary>
    /// What may be written; null, also as the task's result, leaves the model free. Made for this run alone. It may become known
    /// while the model reads the prompt.
    /// </summary>
    public Task<ITokenConstraint?>? Constraint { get; init; }

    /// <summary>Ends a generation when it is cancelled and keeps what was written until then: somebody's time is up.</summary>
    public CancellationToken Until { get; init; }
}
