namespace GptOssDev.Inference;

/// <summary>How the next token is chosen from the logits.</summary>
/// <param name="Temperature">0 is greedy: the token with the largest logit, the smallest id among equals.</param>
/// <param name="TopP">Keeps the smallest set of tokens whose probabilities reach this sum; 1 keeps all.</param>
/// <param name="Seed">The same seed on the same prompt and model gives the same tokens; null draws a seed.</param>
public sealed record SamplingOptions(double Temperature = 0, double TopP = 1, int? Seed = null)
{
    /// <summary>Keeps this many tokens of largest logit; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keeps tokens at least this probable beside the most probable one; 0 keeps all (Nguyen et al., 2024).</summary>
    public double MinP { get; init; }

    /// <summary>Divides positive logits of tokens seen before and multiplies negative ones; 1 changes nothing (Keskar et al., 2019).</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken from the logit of a token once for each time it was seen.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>Taken from the logit of a token that was seen at all.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>Tokens back that the penalties look at, prompt and answer together; 0 looks at none.</summary>
    public int PenaltyWindow { get; init; } = 64;

    public static SamplingOptions Greedy { get; } = new();
}
