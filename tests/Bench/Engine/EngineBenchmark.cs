using System.Diagnostics;
using System.Globalization;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Llama;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// The engine on the bundled model in this process, beside a plain loop on the binding: what queue, scheduling, sampling and
/// streaming cost. The two take turns, so that a change of the machine's pace meets both.
/// </summary>
internal sealed class EngineBenchmark : IBenchmark
{
    private const int Rounds = 5;
    private const int DecodeTokens = 128;
    private const int PrefillTokens = 512;
    private const int TurnTokens = 16;
    private const int DecodePrompt = 32;

    public string Name => "engine";

    public string Summary => "decode, prefill and cached prefix of the engine, against a plain loop of decodes";

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var threads = Threads();
        LlamaLibrary library;
        try
        {
            library = LlamaLibrary.Load(new LlamaLibraryOptions());
        }
        catch (LlamaException e)
        {
            throw new BenchmarkException(e.Message, e);
        }

        await using var engine = new InferenceEngine(
            new ModelCatalog(Repository.PathOf("artifacts", "no-models"), [Repository.PathOf("src", "models")]),
            new LlamaModelLoader(() => library, EngineOptions.For(threads) with { GpuLayers = 0 }).Load,
            TimeProvider.System
        );
        using var session = await AcquireAsync(engine, cancel);
        using var plain = new PlainDecoding(library, session.Model.Path, threads);
        var measured = await MeasureAsync(session, plain, say, cancel);
        return new BenchmarkReport(
            string.Create(CultureInfo.InvariantCulture, $"{BenchmarkMachine.Describe()}, {threads} threads"),
            session.Model.Name,
            measured.Figures()
        );
    }

    private static async Task<Measured> MeasureAsync(
        IModelSession session,
        PlainDecoding plain,
        Action<string> say,
        CancellationToken cancel
    )
    {
        var measured = new Measured();
        var prompts = new PromptSource(session);
        // The first decode of a process pays for pages and buffers.
        await EngineAsync(session, prompts.Next(PrefillTokens), 2, cancel);
        plain.Run(prompts.Next(PrefillTokens), 2);
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            say($"round {round + 1} of {Rounds}");
            var prompt = prompts.Next(DecodePrompt);
            measured.Decode.Add(
                PerSecond(DecodeTokens - 1, (await EngineAsync(session, prompt, DecodeTokens, cancel)).Others)
            );
            measured.PlainDecode.Add(PerSecond(DecodeTokens - 1, plain.Run(prompt, DecodeTokens).Others));

            var turn = prompts.Next(PrefillTokens);
            measured.Prefill.Add(PerSecond(PrefillTokens, (await EngineAsync(session, turn, 1, cancel)).First));
            measured.PlainPrefill.Add(PerSecond(PrefillTokens, plain.Run(turn, 1).First));

            int[] second = [.. turn, .. prompts.Next(TurnTokens)];
            measured.Warm.Add((await EngineAsync(session, second, 1, cancel)).First.TotalMilliseconds);
            var unseen = prompts.Next(second.Length);
            measured.Cold.Add((await EngineAsync(session, unseen, 1, cancel)).First.TotalMilliseconds);
        }

        return measured;
    }

    private static async Task<IModelSession> AcquireAsync(InferenceEngine engine, CancellationToken cancel)
    {
        try
        {
            return await engine.AcquireAsync(null, cancel);
        }
        catch (InferenceException e)
        {
            throw new BenchmarkException(e.Message, e);
        }
    }

    /// <summary>Time to the first token, and from it to the last.</summary>
    private static async Task<(TimeSpan First, TimeSpan Others)> EngineAsync(
        IModelSession session,
        int[] prompt,
        int tokens,
        CancellationToken cancel
    )
    {
        var started = Stopwatch.GetTimestamp();
        await using var generation = session.Start(
            new GenerationRequest(
                prompt,
                tokens,
                RequestPriority.Interactive,
                SamplingOptions.Greedy,
                new HashSet<int>()
            ),
            cancel
        );
        long first = 0;
        var count = 0;
        await foreach (var _ in generation.Tokens)
        {
            if (count++ == 0)
            {
                first = Stopwatch.GetTimestamp();
            }
        }

        if (count != tokens)
        {
            throw new InvalidOperationException($"{count} tokens came instead of {tokens}");
        }

        return (Stopwatch.GetElapsedTime(started, first), Stopwatch.GetElapsedTime(first));
    }

    private static double PerSecond(int tokens, TimeSpan time) => tokens / time.TotalSeconds;

    private static int Threads() =>
        int.TryParse(
            Environment.GetEnvironmentVariable("GPTOSS_THREADS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var threads
        )
        && threads > 0
            ? threads
            : Environment.ProcessorCount;

    /// <summary>Prompts that share no prefix, of tokens that are plain text.</summary>
    private sealed class PromptSource(IModelSession session)
    {
        private readonly Random _random = new(1);
        private readonly int[] _text = session.Tokenizer.Encode(
            File.ReadAllText(Repository.PathOf("src", "GptOssDev.Inference", "InferenceEngine.cs"))
        );
        private int _used;

        public int[] Next(int length)
        {
            int[] prompt = [.. Enumerable.Range(0, length).Select(_ => _text[_random.Next(_text.Length)])];
            prompt[0] = _text.Distinct().ElementAt(_used++);
            return prompt;
        }
    }

    private sealed class Measured
    {
        public List<double> Decode { get; } = [];

        public List<double> PlainDecode { get; } = [];

        public List<double> Prefill { get; } = [];

        public List<double> PlainPrefill { get; } = [];

        public List<double> Warm { get; } = [];

        public List<double> Cold { get; } = [];

        public IReadOnlyList<Figure> Figures() =>
            [
                new(
                    "decode",
                    "tokens/s",
                    new Samples(Decode),
                    new Samples(PlainDecode),
                    Goal.RatioAtLeast(0.95),
                    $"{DecodeTokens} greedy tokens in a plain loop of llama_decode"
                ),
                new(
                    "prefill",
                    "tokens/s",
                    new Samples(Prefill),
                    new Samples(PlainPrefill),
                    Goal.RatioAtLeast(0.95),
                    $"one llama_decode of {PrefillTokens} tokens"
                ),
                new(
                    "second turn",
                    "ms",
                    new Samples(Warm),
                    new Samples(Cold),
                    Goal.RatioAtMost(0.2),
                    $"time to the first token of an unseen prompt as long; the turn adds {TurnTokens} tokens to {PrefillTokens}"
                ),
            ];
    }
}
