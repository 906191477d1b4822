using GptOssDev.Inference;

namespace GptOssDev.Features.Evaluation;

/// <summary>One run of the measurements on one held model. Used by one task.</summary>
internal sealed class BenchRun(
    IInferenceEngine engine,
    IModelSession session,
    TimeProvider time,
    Action<BenchStep>? onStep
)
{
    public const int Steps = 4;

    private const int PromptTokens = 512;
    private const int LongPromptTokens = 1500;
    private const int TypedTokens = 20;
    private const int DecodeTokens = 64;
    private const int SuggestionTokens = 16;
    private const int Streams = 4;
    private const int StreamPromptTokens = 16;
    private const int StreamTokens = 32;
    private const int Rounds = 3;

    // A round that takes longer than this is not repeated: nobody waits minutes for a median.
    private static readonly TimeSpan _longRound = TimeSpan.FromSeconds(10);

    // Nor does anybody wait for a long text from a slow machine: some tokens tell its speed.
    private static readonly TimeSpan _longWriting = TimeSpan.FromSeconds(15);
    private const int EnoughTokens = 8;

    private static readonly HashSet<int> _noStops = [];

    private readonly BenchText _text = new(session.Tokenizer, time.GetUtcNow().ToUnixTimeMilliseconds());
    private bool _isBusy;

    public async Task<BenchOutcome> MeasureAsync(TimeSpan? load, CancellationToken cancellationToken)
    {
        // The first computation of a model reads its weights from disk; that is no speed of the machine.
        await GenerateAsync(_text.Next(StreamPromptTokens), 2, RequestPriority.Background, cancellationToken);

        Say(1, "reading a prompt");
        var prefill = await RoundsAsync(() =>
            GenerateAsync(_text.Next(AtMost(PromptTokens)), 1, RequestPriority.Background, cancellationToken)
        );
        Say(2, "writing");
        var decode = await RoundsAsync(() =>
            GenerateAsync(_text.Next(StreamPromptTokens), DecodeTokens, RequestPriority.Background, cancellationToken)
        );
        Say(3, "keystrokes");
        var known = _text.Next(AtMost(LongPromptTokens));
        var cold = await GenerateAsync(known, 1, RequestPriority.Background, cancellationToken);
        var typed = await RoundsAsync(() =>
            GenerateAsync(
                [.. known, .. _text.Next(TypedTokens)],
                SuggestionTokens,
                RequestPriority.Interactive,
                cancellationToken
            )
        );
        Say(4, $"{Streams} requests at once");
        var streamsRate = await StreamsRateAsync(cancellationToken);

        return new BenchOutcome(
            session.Model,
            load,
            prefill[0].PromptTokens,
            Median(prefill, s => Rate(s.PromptTokens - s.CachedTokens, s.Prefill)),
            // Decoding is timed from the first token on, so that one does not count.
            Median(decode, s => Rate(s.GeneratedTokens - 1, s.Decode)),
            known.Length,
            cold.FirstToken,
            Median(typed, s => s.FirstToken),
            SuggestionTokens,
            Median(typed, Suggestion),
            Streams,
            streamsRate,
            _isBusy,
            TimeSpan.Zero
        );
    }

    private void Say(int step, string message) => onStep?.Invoke(new BenchStep(step, Steps, message));

    // Half of a small context, so that what is generated and typed has room too.
    private int AtMost(int tokens) => Math.Clamp(session.Model.ContextTokens / 2, 1, tokens);

    private async Task<List<GenerationStats>> RoundsAsync(Func<Task<GenerationStats>> measure)
    {
        var rounds = new List<GenerationStats>();
        var started = time.GetTimestamp();
        do
        {
            rounds.Add(await measure());
        } while (rounds.Count < Rounds && time.GetElapsedTime(started) < _longRound * rounds.Count);
        return rounds;
    }

    private async Task<double> StreamsRateAsync(CancellationToken cancellationToken)
    {
        int[][] prompts = [.. Enumerable.Range(0, Streams).Select(_ => _text.Next(StreamPromptTokens))];
        var started = time.GetTimestamp();
        var stats = await Task.WhenAll(
            prompts.Select(prompt =>
                GenerateAsync(prompt, StreamTokens, RequestPriority.Background, cancellationToken, ours: Streams)
            )
        );
        return Rate(stats.Sum(s => s.GeneratedTokens), time.GetElapsedTime(started));
    }

    /// <param name="ours">Requests of this run that the engine has at the same time.</param>
    private async Task<GenerationStats> GenerateAsync(
        int[] prompt,
        int tokens,
        RequestPriority priority,
        CancellationToken cancellationToken,
        int ours = 1
    )
    {
        var request = new GenerationRequest(prompt, tokens, priority, SamplingOptions.Greedy, _noStops)
        {
            // What the model itself can do; guesses depend on the text.
            Speculate = false,
        };
        var generation = session.Start(request, cancellationToken);
        var (written, firstAt) = (0, 0L);
        try
        {
            await foreach (var _ in generation.Tokens.WithCancellation(cancellationToken))
            {
                var status = engine.Status;
                _isBusy |= status.Running + status.Waiting > ours;
                firstAt = written++ == 0 ? time.GetTimestamp() : firstAt;
                if (written >= EnoughTokens && time.GetElapsedTime(firstAt) > _longWriting)
                {
                    break;
                }
            }
        }
        finally
        {
            await generation.DisposeAsync();
        }
        return generation.Stats;
    }

    // A writing that was cut short would have gone on at its pace.
    private static TimeSpan Suggestion(GenerationStats stats) =>
        stats.GeneratedTokens > 1
            ? stats.FirstToken + stats.Decode * ((SuggestionTokens - 1.0) / (stats.GeneratedTokens - 1))
            : stats.FirstToken;

    private static double Rate(int tokens, TimeSpan time) => time > TimeSpan.Zero ? tokens / time.TotalSeconds : 0;

    private static T Median<T>(List<GenerationStats> rounds, Func<GenerationStats, T> figure)
    {
        T[] sorted = [.. rounds.Select(figure).Order()];
        return sorted[sorted.Length / 2];
    }
}
