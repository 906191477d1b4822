namespace GptOssDev.Inference;

/// <summary>How the next token is chosen from the logits.</summary>
/// <param name="Temperature">0 is greedy: the token with the largest logit, the smallest id among equals.</param>
/// <param name="TopP">Keeps the smallest set of tokens whose probabilities reach this sum; 1 keeps all.</param>
/// <param name="Seed">The same seed on the same prompt and model gives the same tokens; null draws a seed.</param>
public sealed record SamplingOptions(double Temperature = 0, double TopP = 1, int? Seed = null)
{
    public static SamplingOptions Greedy { get; } = new();
}
