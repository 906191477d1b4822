namespace GptOssDev.Features.Generation;

/// <summary>Where the time and the tokens of one request went, summed over all of its generations.</summary>
/// <param name="CachedTokens">Tokens of the prompts that were in the cache already.</param>
/// <param name="FirstToken">From the request to the first token of the first generation; zero when none came.</param>
/// <param name="Verify">Time the compiler took.</param>
public sealed record FeatureTimings(
    TimeSpan Queue,
    int PromptTokens,
    int CachedTokens,
    TimeSpan Prefill,
    int GeneratedTokens,
    TimeSpan Decode,
    TimeSpan FirstToken,
    TimeSpan Verify,
    TimeSpan Total
)
{
    /// <summary>Of a request that asked neither model nor compiler.</summary>
    public static FeatureTimings None { get; } = new(default, 0, 0, default, 0, default, default, default, default);

    /// <summary>
    /// Tokens generated in a second of decoding; 0 for fewer than two. Decoding is timed from the first token on, so that one
    /// does not count.
    /// </summary>
    public double TokensPerSecond =>
        Decode > TimeSpan.Zero && GeneratedTokens > 1 ? (GeneratedTokens - 1) / Decode.TotalSeconds : 0;
}
