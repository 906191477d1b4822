using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Inference.Sampling;
using GptOssDev.Llama;
using GptOssDev.Tests.Integration.Llama;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Inference;

/// <summary>
/// The engine, turn by turn, on the native library and a model whose window is far smaller than its context: whatever happens
/// around a request, it gets the greedy answer that it gets alone.
/// </summary>
public sealed class RandomScheduleTests(NativeFixture native, ITestOutputHelper output) : IDisposable
{
    private const int Schedules = 500;
    private const int Context = 320;
    private const int Window = 128;
    private const int LongestPrompt = 260;
    private const int LongestAnswer = 24;
    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-schedules-").FullName;
    private readonly Tally _tally = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Random_schedules_give_each_request_the_answer_it_gets_alone()
    {
        // All experts are used: choosing among them turns the smallest rounding into another answer.
        var path = TinyGptOss.Write(
            _folder,
            new TinyGptOssOptions
            {
                Layers = 2,
                SlidingWindow = Window,
                ContextLength = 1024,
                ExpertsUsed = 4,
            }
        );
        using var reference = new Reference(native.Library, path);
        var noise = reference.Noise(new Random(1), LongestPrompt);
        var options = EngineOptions.For(cores: 1) with { ContextTokens = Context, Sequences = 8, BatchTokens = 128 };
        using var runner = new LlamaModelLoader(() => native.Library, options).Load(
            new ModelFile("tiny", path, ModelSource.Path),
            failed: null,
            _ => { },
            CancellationToken.None
        );
        Assert.True(runner.IsWindowed);

        for (var seed = 0; seed < Schedules; seed++)
        {
            Run(runner, reference, new Random(seed), noise);
        }

        output.WriteLine(
            $"{_tally.Requests} requests, {_tally.Tokens} tokens, {_tally.Cancelled} cancelled, {_tally.Accepted} of "
                + $"{_tally.Drafted} guesses held, {_tally.MovedOut} moved out; rounding moves a logit by up to {noise:g2}; "
                + $"{_tally.Ties} tokens were such near ties, {_tally.WidestTie:g2} apart at most"
        );
        Assert.InRange(noise, 0, 0.02);
        Assert.InRange(_tally.Ties, 0, _tally.Tokens / 100);
        Assert.True(_tally.MovedOut > Schedules / 10, $"only {_tally.MovedOut} were moved out");
        Assert.True(_tally.Accepted > Schedules, $"only {_tally.Accepted} guesses held");
        Assert.True(_tally.Cancelled > Schedules / 10, $"only {_tally.Cancelled} were cancelled");
    }

    private void Run(LlamaModelRunner runner, Reference reference, Random random, float noise)
    {
        // What the last schedule left in the cache stays there, as it would.
        var asks = int.MaxValue;
        using var core = new EngineCore(runner, new SteppingTime(), random.Next(2) << 22, () => --asks < 0);
        var scratch = new SamplerScratch();
        var shared = Tokens(random, LongestPrompt);
        var live = new List<Sequence>();
        var left = 8;
        while (left > 0 || live.Count > 0)
        {
            if (left > 0 && random.Next(2) == 0)
            {
                left--;
                int[] prompt = [.. shared[..random.Next(LongestPrompt - 40)], .. Tokens(random, random.Next(1, 40))];
                var sequence = new Sequence(
                    new GenerationRequest(
                        prompt,
                        random.Next(1, LongestAnswer),
                        (RequestPriority)random.Next(5),
                        SamplingOptions.Greedy,
                        new HashSet<int>()
                    ),
                    scratch,
                    Context,
                    now: 1
                );
                live.Add(sequence);
                core.Add(sequence);
            }

            if (live.Count > 0 && random.Next(40) == 0)
            {
                live[random.Next(live.Count)].Cancelled = true;
            }

            // Now and then a step is given up in its middle.
            asks = random.Next(8) == 0 ? random.Next(200) : int.MaxValue;
            var running = live.Where(sequence => sequence.Id >= 0).ToList();
            core.Step();
            _tally.MovedOut += running.Count(sequence => sequence is { Id: < 0, EndedAt: 0 });
            live.RemoveAll(sequence => sequence.EndedAt != 0 && Check(sequence, reference, noise));
        }

        for (var sequence = 0; sequence < runner.Sequences; sequence++)
        {
            runner.Truncate(sequence, 0);
        }
    }

    private bool Check(Sequence sequence, Reference reference, float noise)
    {
        int[] answer = [.. sequence.Tokens[sequence.Request.Prompt.Length..]];
        Assert.True(sequence.Cancelled || answer.Length == sequence.Request.MaxTokens);
        _tally.Requests++;
        _tally.Tokens += answer.Length;
        _tally.Cancelled += sequence.Cancelled ? 1 : 0;
        _tally.Drafted += sequence.Drafted;
        _tally.Accepted += sequence.Accepted;
        foreach (var gap in reference.Gaps(sequence.Request.Prompt, answer))
        {
            if (gap > 0)
            {
                _tally.Ties++;
                _tally.WidestTie = Math.Max(_tally.WidestTie, gap);
            }

            // Two logits that rounding moves towards each other.
            Assert.InRange(gap, 0, 2 * noise);
        }

        return true;
    }

    private static int[] Tokens(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(256))];

    private sealed class Tally
    {
        public int Requests { get; set; }
        public int Tokens { get; set; }
        public int Cancelled { get; set; }
        public int Drafted { get; set; }
        public int Accepted { get; set; }
        public int MovedOut { get; set; }
        public int Ties { get; set; }
        public float WidestTie { get; set; }
    }

    /// <summary>One request alone in an empty context of its own.</summary>
    private sealed class Reference : IDisposable
    {
        private readonly LlamaModel _model;
        private readonly LlamaContext _context;
        private readonly LlamaBatch _batch;

        public Reference(LlamaLibrary library, string path)
        {
            _model = LlamaModel.Load(library, path, new ModelLoadOptions { GpuLayers = 0 });
            _context = LlamaContext.Create(
                _model,
                new ContextOptions
                {
                    ContextTokens = 512,
                    BatchTokens = 512,
                    MicroBatchTokens = 512,
                    Threads = 1,
                    BatchThreads = 1,
                }
            );
            _batch = new LlamaBatch(library, 512);
        }

        /// <summary>How far each token of the answer lies below the best one after the tokens before it.</summary>
        public List<float> Gaps(int[] prompt, int[] answer)
        {
            if (answer.Length == 0)
            {
                return [];
            }

            _context.Memory.Clear();
            Decode([.. prompt, .. answer[..^1]], 0, firstLogits: prompt.Length - 1);
            var gaps = new List<float>();
            for (var i = 0; i < answer.Length; i++)
            {
                var logits = _context.Logits(prompt.Length - 1 + i);
                gaps.Add(logits[Greedy.Best(logits)] - logits[answer[i]]);
            }

            return gaps;
        }

        /// <summary>The most that the shape of the batches moves a logit: texts at once, beside the same token by token.</summary>
        public float Noise(Random random, int length)
        {
            var most = 0f;
            for (var text = 0; text < 8; text++)
            {
                var tokens = Tokens(random, length);
                _context.Memory.Clear();
                Decode(tokens, 0, firstLogits: 0);
                var atOnce = Enumerable.Range(0, length).Select(i => _context.Logits(i).ToArray()).ToList();
                _context.Memory.Clear();
                for (var i = 0; i < length; i++)
                {
                    Decode([tokens[i]], i, firstLogits: 0);
                    var alone = _context.Logits(0);
                    for (var id = 0; id < alone.Length; id++)
                    {
                        most = Math.Max(most, Math.Abs(alone[id] - atOnce[i][id]));
                    }
                }
            }

            return most;
        }

        public void Dispose()
        {
            _batch.Dispose();
            _context.Dispose();
            _model.Dispose();
        }

        private void Decode(int[] tokens, int position, int firstLogits)
        {
            _batch.Clear();
            for (var i = 0; i < tokens.Length; i++)
            {
                _batch.Add(tokens[i], position + i, 0, logits: i >= firstLogits);
            }

            Assert.Equal(DecodeStatus.Ok, _context.Decode(_batch));
        }
    }

    /// <summary>Every look at the clock finds it a little later, so that all steps take equally long.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += 1_000_000;
    }
}
