using System.Diagnostics;
using System.Globalization;
using GptOssDev.Grammar;
using GptOssDev.Inference;
using GptOssDev.Inference.Sampling;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// What choosing a token costs beside the model, at the vocabulary of gpt-oss, against <see cref="ScalarSampling"/>. No model
/// takes part: rows of random logits of a model's shape, a bell with a few tokens that stand out. The two take turns.
/// </summary>
internal sealed class SamplingBenchmark : IBenchmark
{
    private const int Vocabulary = 201_088;
    private const int Rounds = 9;
    private const int TokensOfARound = 100;
    private const int ScalarTokensOfARound = 4;
    private const double GreedyMicroseconds = 100;

    public string Name => "sampling";

    public string Summary => "time and allocations per token of choosing it, against plain scalar code";

    public Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var rows = Rows();
        var scratch = new SamplerScratch();
        var scalar = new ScalarSampling(Vocabulary);
        SamplingOptions drawn = new(Temperature: 0.8, Seed: 1);
        Contest[] contests =
        [
            new("greedy", SamplingOptions.Greedy, row => scalar.Greedy(row)),
            new("temperature", drawn, row => scalar.Draw(row, 0.8, topP: 1, minP: 0, number: 0.4)),
            new("top-p", drawn with { TopP = 0.95 }, row => scalar.Draw(row, 0.8, topP: 0.95, minP: 0, number: 0.4)),
            new("min-p", drawn with { MinP = 0.05 }, row => scalar.Draw(row, 0.8, topP: 1, minP: 0.05, number: 0.4)),
            new("top-k", drawn with { TopK = 40 }, null),
            new("greedy, penalties", SamplingOptions.Greedy with { RepetitionPenalty = 1.1 }, null),
            new("top-p, 30 allowed", drawn with { TopP = 0.95 }, null) { Mask = MaskOf(every: Vocabulary / 30) },
            new("top-p, half allowed", drawn with { TopP = 0.95 }, null) { Mask = MaskOf(every: 2) },
        ];
        // The compiler at run time needs a few hundred calls to settle.
        foreach (var contest in contests)
        {
            contest.Warm(rows, scratch);
        }

        for (var round = 0; round < Rounds; round++)
        {
            say($"round {round + 1} of {Rounds}");
            foreach (var contest in contests)
            {
                cancel.ThrowIfCancellationRequested();
                contest.Measure(rows);
            }
        }

        return Task.FromResult(
            new BenchmarkReport(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{BenchmarkMachine.Describe()}; vocabulary of {Vocabulary} tokens"
                ),
                null,
                [.. contests.Select(c => c.Time()), Memory(contests)]
            )
        );
    }

    private static Figure Memory(IReadOnlyList<Contest> contests) =>
        new(
            "allocated",
            "bytes/token",
            new Samples(contests.SelectMany(c => c.Bytes)),
            null,
            null,
            "every round of every way above; the goal is nothing, the highest included"
        );

    private static float[][] Rows()
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, 8)
                .Select(_ =>
                {
                    float[] row =
                    [
                        .. Enumerable
                            .Range(0, Vocabulary)
                            .Select(_ => 2.5f * (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)),
                    ];
                    for (var i = 0; i < 20; i++)
                    {
                        row[random.Next(Vocabulary)] = 12 + (8 * random.NextSingle());
                    }

                    return row;
                }),
        ];
    }

    private static TokenMask MaskOf(int every)
    {
        var mask = new TokenMask(Vocabulary);
        for (var id = 0; id < Vocabulary; id += every)
        {
            mask.Add(id);
        }

        return mask;
    }

    private sealed class Contest(
        string name,
        SamplingOptions options,
        Func<float[], (int Id, double LogProbability)>? reference
    )
    {
        private const int WarmingTokens = 300;
        private readonly List<double> _microseconds = [];
        private readonly List<double> _referenceMicroseconds = [];
        private TokenSampler? _sampler;

        public TokenMask? Mask { get; init; }

        public List<double> Bytes { get; } = [];

        public void Warm(float[][] rows, SamplerScratch scratch)
        {
            _sampler = new TokenSampler(options, scratch);
            Sample(_sampler, rows, WarmingTokens);
            reference?.Invoke(rows[0]);
        }

        public void Measure(float[][] rows)
        {
            var (time, bytes) = Cost(() => Sample(_sampler!, rows, TokensOfARound));
            _microseconds.Add(time / TokensOfARound);
            Bytes.Add(bytes / TokensOfARound);
            if (reference is not null)
            {
                (time, _) = Cost(() =>
                {
                    for (var i = 0; i < ScalarTokensOfARound; i++)
                    {
                        reference(rows[i]);
                    }
                });
                _referenceMicroseconds.Add(time / ScalarTokensOfARound);
            }
        }

        public Figure Time() =>
            new(
                name,
                "us/token",
                new Samples(_microseconds),
                reference is null ? null : new Samples(_referenceMicroseconds),
                reference is not null && options.Temperature == 0 ? Goal.ValueAtMost(GreedyMicroseconds) : null,
                reference is null
                    ? "the scalar code has no such part"
                    : "the same in plain scalar code with a full sort"
            );

        private static (double Microseconds, double Bytes) Cost(Action work)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            work();
            var elapsed = Stopwatch.GetElapsedTime(started);
            return (elapsed.TotalMicroseconds, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        private void Sample(TokenSampler sampler, float[][] rows, int tokens)
        {
            for (var i = 0; i < tokens; i++)
            {
                sampler.Accept(sampler.Sample(rows[i % rows.Length], Mask).Id);
            }
        }
    }
}
