using GptOssDev.Harmony;

namespace GptOssDev.Features.Generation;

/// <summary>How to generate. A null value leaves the choice to the feature.</summary>
/// <param name="Model">Name or path of the model; null is the default model.</param>
/// <param name="Seed">Makes sampling repeatable.</param>
/// <param name="Temperature">From 0, which is greedy, to 2.</param>
/// <param name="MaxTokens">Bound on the tokens of one generation, at least 1.</param>
public sealed record GenerationSettings(
    string? Model = null,
    ReasoningEffort? Effort = null,
    int? Seed = null,
    double? Temperature = null,
    int? MaxTokens = null
)
{
    public static GenerationSettings Default { get; } = new();

    /// <exception cref="FeatureException">A value lies outside its bounds.</exception>
    internal GenerationSettings Checked()
    {
        if (Temperature is { } temperature && !(temperature >= 0 && temperature <= 2))
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"temperature {temperature} is outside 0 to 2: give a number between them"
            );
        }
        if (MaxTokens is < 1)
        {
            throw new FeatureException(FeatureFailure.BadInput, $"max tokens {MaxTokens} is too small: give 1 or more");
        }
        return this;
    }
}
