using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>Asks for the speed of the daemon's machine with a model. It takes seconds to minutes, behind all other requests.</summary>
public sealed record BenchParams(GenerationOptions? Options = null, string? PartialResultToken = null);

/// <summary>What is measured now.</summary>
public sealed record BenchProgress(int Step, int Steps, string Message);

/// <param name="LoadMs">Time the model took to load; null when it was loaded already.</param>
/// <param name="PromptTokens">Tokens of the prompt whose reading was timed.</param>
/// <param name="LongPromptTokens">Tokens before the cursor of a keystroke.</param>
/// <param name="ColdFirstTokenMs">To the first token, nothing of the long prompt known.</param>
/// <param name="CachedFirstTokenMs">To the first token, the long prompt known and a few tokens typed since.</param>
/// <param name="SuggestionMs">To the last of <paramref name="SuggestionTokens"/> then.</param>
/// <param name="StreamsTokensPerSecond">Of all <paramref name="Streams"/> requests together.</param>
/// <param name="Busy">Whether others used the model meanwhile.</param>
/// <param name="Verdict">What to expect, for a person.</param>
public sealed record BenchResult(
    string Model,
    string Backend,
    int Threads,
    double? LoadMs,
    int PromptTokens,
    double PrefillTokensPerSecond,
    double DecodeTokensPerSecond,
    int LongPromptTokens,
    double ColdFirstTokenMs,
    double CachedFirstTokenMs,
    int SuggestionTokens,
    double SuggestionMs,
    int Streams,
    double StreamsTokensPerSecond,
    bool Busy,
    double TotalMs,
    string Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null
);
