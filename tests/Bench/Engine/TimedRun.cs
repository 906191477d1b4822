using System.Diagnostics;
using GptOssDev.Inference;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>One generation of the engine, by the clock of whoever reads it.</summary>
/// <param name="First">From the request to its first token.</param>
/// <param name="Others">From the first token to the last.</param>
internal sealed record TimedRun(TimeSpan First, TimeSpan Others, IReadOnlyList<int> Tokens, GenerationStats Stats)
{
    /// <summary>Greedy, without guessing ahead and without a stop, so that every run computes as many tokens as asked for.</summary>
    public static GenerationRequest Request(int[] prompt, int tokens, RequestPriority priority) =>
        new(prompt, tokens, priority, SamplingOptions.Greedy, new HashSet<int>()) { Speculate = false };

    public static Task<TimedRun> OfAsync(
        IModelSession session,
        int[] prompt,
        int tokens,
        CancellationToken cancel,
        RequestPriority priority = RequestPriority.Interactive
    ) => OfAsync(session, Request(prompt, tokens, priority), cancel);

    public static async Task<TimedRun> OfAsync(
        IModelSession session,
        GenerationRequest request,
        CancellationToken cancel
    )
    {
        var started = Stopwatch.GetTimestamp();
        await using var generation = session.Start(request, cancel);
        long first = 0;
        var tokens = new List<int>(request.MaxTokens);
        await foreach (var token in generation.Tokens)
        {
            if (tokens.Count == 0)
            {
                first = Stopwatch.GetTimestamp();
            }

            tokens.Add(token.Id);
        }

        if (request.StopTokens.Count == 0 && tokens.Count != request.MaxTokens)
        {
            throw new InvalidOperationException($"{tokens.Count} tokens came instead of {request.MaxTokens}");
        }

        return new TimedRun(
            Stopwatch.GetElapsedTime(started, first),
            Stopwatch.GetElapsedTime(first),
            tokens,
            generation.Stats
        );
    }
}
