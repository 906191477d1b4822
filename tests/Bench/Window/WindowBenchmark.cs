using System.Diagnostics;
using System.Globalization;
using GptOssDev.Llama;
using GptOssDev.Tests.Bench.Reporting;
using GptOssDev.Tests.TinyModel;

namespace GptOssDev.Tests.Bench.Window;

/// <summary>
/// Two ways to keep a prefix on a model with windowed layers: room for every position, or room for the window and checkpoints.
/// Memory and speed of both on a model with random weights, whose KV cache has the shape of gpt-oss-20b's.
/// </summary>
internal sealed class WindowBenchmark(BenchmarkArguments arguments) : IBenchmark
{
    private const int DefaultRounds = 5;
    private const int ContextTokens = 8192 + 256;
    private const int Prefix = 1500;
    private const int Grown = 600;
    private const int NewTokens = 20;
    private const int Steps = 16;
    private const int FarContext = 32768;
    private const string Reference = "room for the window only, checkpoints";
    private static readonly int[] _depths = [1024, 4096, 8000];

    private static readonly TinyGptOssOptions _model = new()
    {
        Layers = KvShape.GptOss20B.Layers,
        Hidden = 512,
        Heads = 16,
        KvHeads = 8,
        HeadLength = 64,
        FeedForward = 512,
        SlidingWindow = KvShape.GptOss20B.Window,
        ContextLength = 16384,
        Mxfp4Experts = true,
    };

    private readonly int _rounds = arguments.Rounds ?? DefaultRounds;

    public string Name => "window";

    public string Summary => "full-size cache of windowed layers against checkpoints: memory and speed";

    public Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("gptoss-window-").FullName;
        try
        {
            say("writing a model with random weights");
            var log = new KvBufferLog();
            var library = LlamaLibrary.Load(new LlamaLibraryOptions { Log = log.Add });
            using var model = LlamaModel.Load(
                library,
                TinyGptOss.Write(folder, _model, "synthetic"),
                new ModelLoadOptions { GpuLayers = 0 }
            );
            return Task.FromResult(Measure(model, log, say, cancel));
        }
        catch (LlamaException e)
        {
            throw new BenchmarkException(e.Message, e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private BenchmarkReport Measure(LlamaModel model, KvBufferLog log, Action<string> say, CancellationToken cancel)
    {
        log.Take();
        using var full = new WindowedContext(model, full: true, ContextTokens);
        var fullBytes = log.Take();
        using var windowed = new WindowedContext(model, full: false, ContextTokens);
        var windowedBytes = log.Take();
        var shape = KvShape.GptOss20B;
        CheckComputed(shape.Full(ContextTokens), fullBytes);
        CheckComputed(
            shape.Windowed(ContextTokens, WindowedContext.Sequences, WindowedContext.BatchTokens),
            windowedBytes
        );
        var tokens = Tokens(ContextTokens);
        List<Figure> figures =
        [
            Figure(
                "KV cache",
                "MiB",
                [fullBytes],
                [windowedBytes],
                $"{ContextTokens} cells, {WindowedContext.Sequences} sequences"
            ),
        ];
        figures.AddRange(Resume(full, windowed, tokens, say, cancel));
        figures.AddRange(Depth(full, windowed, tokens, say, cancel));
        figures.Add(
            Figure(
                "gpt-oss-20b, 32k",
                "MiB",
                [shape.Full(FarContext)],
                [shape.Windowed(FarContext, WindowedContext.Sequences, WindowedContext.BatchTokens)],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"computed, not measured; a checkpoint would take {shape.Checkpoint():0.0} MiB"
                )
            )
        );
        return new BenchmarkReport(
            string.Create(CultureInfo.InvariantCulture, $"{BenchmarkMachine.Describe()}, {Threads.Count} threads"),
            $"random weights, {_model.Layers} layers, window {_model.SlidingWindow}",
            figures
        );
    }

    // What is computed for the real model counts only as long as the formula meets what the library allocates.
    private static void CheckComputed(double computed, double measured)
    {
        if (Math.Abs(computed - measured) > 0.01 * measured)
        {
            throw new InvalidOperationException(
                $"the library made {measured} MiB of KV cache, computed are {computed}"
            );
        }
    }

    /// <summary>A prefix whose sequence has gone on: time until its first new token in another sequence.</summary>
    private IEnumerable<Figure> Resume(
        WindowedContext full,
        WindowedContext windowed,
        int[] tokens,
        Action<string> say,
        CancellationToken cancel
    )
    {
        List<double> fullTimes = [];
        List<double> windowedTimes = [];
        List<double> saving = [];
        var same = 0;
        full.Append(0, tokens.AsSpan(0, Prefix));
        windowed.Append(0, tokens.AsSpan(0, Prefix));
        for (var round = 0; round < _rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var saved = windowed.Checkpoint(0);
            saving.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        using var checkpoint = windowed.Checkpoint(0)!;
        full.Append(0, tokens.AsSpan(Prefix, Grown));
        windowed.Append(0, tokens.AsSpan(Prefix, Grown));
        for (var round = 0; round < _rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            say($"resume: round {round + 1} of {_rounds}");
            var added = tokens.AsSpan(Prefix + Grown + (round * NewTokens), NewTokens);
            var a = Resume(full, null, added, fullTimes);
            var b = Resume(windowed, checkpoint, added, windowedTimes);
            same += a == b ? 1 : 0;
        }

        full.Clear(1);
        windowed.Clear(1);
        return
        [
            Figure(
                "resume a prefix",
                "ms",
                fullTimes,
                windowedTimes,
                $"{Prefix} tokens of a sequence that went on by {Grown}, then {NewTokens} new ones; both ways chose the same next token {same} of {_rounds} times"
            ),
            new Figure(
                "checkpoint",
                "MiB",
                new Samples([checkpoint.Bytes / (double)(1 << 20)]),
                null,
                null,
                "the full-size cache needs none"
            ),
            new Figure("checkpoint, saving", "ms", new Samples(saving), null, null, "the full-size cache needs none"),
        ];
    }

    private static int Resume(
        WindowedContext context,
        LlamaSequenceState? checkpoint,
        ReadOnlySpan<int> added,
        List<double> times
    )
    {
        var started = Stopwatch.GetTimestamp();
        context.Fork(0, 1, Prefix, checkpoint);
        var next = context.Append(1, added);
        times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return next;
    }

    /// <summary>One stream that gets longer: prefill between the depths, decoding at each.</summary>
    private IEnumerable<Figure> Depth(
        WindowedContext full,
        WindowedContext windowed,
        int[] tokens,
        Action<string> say,
        CancellationToken cancel
    )
    {
        full.Clear(0);
        windowed.Clear(0);
        var at = 0;
        foreach (var depth in _depths)
        {
            cancel.ThrowIfCancellationRequested();
            say($"depth {depth}");
            var between = tokens.AsMemory(at, depth - at);
            yield return Figure(
                string.Create(CultureInfo.InvariantCulture, $"prefill up to {depth}"),
                "tokens/s",
                [PerSecond(between.Length, () => full.Append(2, between.Span))],
                [PerSecond(between.Length, () => windowed.Append(2, between.Span))],
                $"{between.Length} tokens behind {at}"
            );
            at = depth;
            List<double> fullRates = [];
            List<double> windowedRates = [];
            for (var round = 0; round < _rounds; round++)
            {
                fullRates.Add(PerSecond(Steps, () => Decode(full)));
                windowedRates.Add(PerSecond(Steps, () => Decode(windowed)));
                at += Steps;
            }

            yield return Figure(
                string.Create(CultureInfo.InvariantCulture, $"decode at {depth}"),
                "tokens/s",
                fullRates,
                windowedRates,
                $"{Steps} tokens one by one"
            );
        }

        void Decode(WindowedContext context)
        {
            for (var i = 0; i < Steps; i++)
            {
                context.Append(2, tokens.AsSpan(at + i, 1));
            }
        }
    }

    private static double PerSecond(int tokens, Action run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return tokens / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Figure Figure(
        string name,
        string unit,
        IReadOnlyList<double> full,
        IReadOnlyList<double> windowed,
        string remark
    ) => new(name, unit, new Samples(full), new Samples(windowed), null, $"{Reference}; {remark}");

    private static int[] Tokens(int count)
    {
        // The ids of single bytes in the tiny vocabulary.
        const int Plain = 256;
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Plain))];
    }
}
