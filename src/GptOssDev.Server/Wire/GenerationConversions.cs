using GptOssDev.Contracts;
using GptOssDev.Features.Generation;
using GptOssDev.Harmony;
using GptOssDev.Server.Host;

namespace GptOssDev.Server.Wire;

/// <summary>How to generate, from the wire's words to a feature's, and a request's figures back.</summary>
internal static class GenerationConversions
{
    /// <exception cref="ServerException"><see cref="ServerFailure.BadParams"/>: the effort is no known word.</exception>
    public static GenerationSettings Settings(GenerationOptions? options) =>
        options is null
            ? GenerationSettings.Default
            : new GenerationSettings(
                options.Model,
                Effort(options.Effort),
                options.Seed,
                options.Temperature,
                options.MaxTokens
            );

    public static Timings Timings(FeatureTimings timings) =>
        new(
            timings.Queue.TotalMilliseconds,
            timings.PromptTokens,
            timings.CachedTokens,
            timings.Prefill.TotalMilliseconds,
            timings.GeneratedTokens,
            timings.Decode.TotalMilliseconds,
            timings.FirstToken.TotalMilliseconds,
            timings.Verify.TotalMilliseconds,
            timings.Total.TotalMilliseconds,
            timings.TokensPerSecond
        );

    private static ReasoningEffort? Effort(string? word) =>
        word switch
        {
            null => null,
            "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            _ => throw new ServerException(
                ServerFailure.BadParams,
                $"effort '{word}' is unknown: give low, medium or high"
            ),
        };
}
