namespace GptOssDev.Contracts;

/// <summary>Where the time and the tokens of one request went. Times in milliseconds.</summary>
public sealed record Timings(
    double QueueMs,
    int PromptTokens,
    int CachedTokens,
    double PrefillMs,
    int GeneratedTokens,
    double DecodeMs,
    double FirstTokenMs,
    double VerifyMs,
    double TotalMs,
    double TokensPerSecond
);
