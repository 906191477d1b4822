using GptOssDev.Inference;

namespace GptOssDev.Features.Evaluation;

/// <summary>What is measured now.</summary>
public sealed record BenchStep(int Number, int Of, string Message);

/// <summary>The speed of one machine with one model. Rates in tokens a second; medians where there were several rounds.</summary>
/// <param name="Load">Time the model took to load; null when it was loaded already.</param>
/// <param name="PromptTokens">Tokens of the prompt whose reading was timed.</param>
/// <param name="LongPromptTokens">Tokens of the prompt before the cursor of a keystroke.</param>
/// <param name="ColdFirstToken">From the request to the first token, nothing of the long prompt known.</param>
/// <param name="CachedFirstToken">The same with the long prompt known and a few tokens typed since.</param>
/// <param name="Suggestion">From that request to the last of <paramref name="SuggestionTokens"/>.</param>
/// <param name="StreamsRate">Of all <paramref name="Streams"/> requests together.</param>
/// <param name="IsBusy">Whether others used the model meanwhile.</param>
public sealed record BenchOutcome(
    ModelInfo Model,
    TimeSpan? Load,
    int PromptTokens,
    double PrefillRate,
    double DecodeRate,
    int LongPromptTokens,
    TimeSpan ColdFirstToken,
    TimeSpan CachedFirstToken,
    int SuggestionTokens,
    TimeSpan Suggestion,
    int Streams,
    double StreamsRate,
    bool IsBusy,
    TimeSpan Total
);
