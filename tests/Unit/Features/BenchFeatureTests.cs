using GptOssDev.Features.Evaluation;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class BenchFeatureTests
{
    private static readonly string _longAnswer = new('x', 200);

    [Fact]
    public async Task Figures_follow_from_the_engines_timings()
    {
        var model = new ScriptedModel(_longAnswer);

        var outcome = await new BenchFeature(model, new ManualTime()).RunAsync(
            GenerationSettings.Default,
            null,
            CancellationToken.None
        );

        // The scripted model reads any prompt in 2 ms, writes any answer in 3 and gives its first token after 4.
        Assert.Equal(
            new BenchOutcome(
                model.Model,
                Load: null,
                PromptTokens: 512,
                PrefillRate: 512 / 0.002,
                DecodeRate: 63 / 0.003,
                LongPromptTokens: 1500,
                ColdFirstToken: TimeSpan.FromMilliseconds(4),
                CachedFirstToken: TimeSpan.FromMilliseconds(4),
                SuggestionTokens: 16,
                Suggestion: TimeSpan.FromMilliseconds(7),
                Streams: 4,
                StreamsRate: 0,
                IsBusy: false,
                Total: TimeSpan.Zero
            ),
            outcome
        );
        Assert.Equal(model.Requests.Count, model.Disposed);
    }

    [Fact]
    public async Task Only_keystrokes_are_asked_for_as_by_somebody_who_waits()
    {
        var model = new ScriptedModel(_longAnswer);

        await RunAsync(model);

        var waited = model.Requests.Where(r => r.Priority == RequestPriority.Interactive).ToList();
        Assert.Equal(3, waited.Count);
        Assert.All(waited, request => Assert.Equal((1520, 16), (request.Prompt.Length, request.MaxTokens)));
        Assert.All(
            model.Requests.Except(waited),
            request => Assert.Equal(RequestPriority.Background, request.Priority)
        );
        Assert.All(model.Requests, request => Assert.False(request.Speculate));
    }

    [Fact]
    public async Task Prompts_begin_differently_but_for_the_keystrokes()
    {
        var model = new ScriptedModel(_longAnswer);

        await RunAsync(model);

        var keystrokes = model.Requests.Where(r => r.Priority == RequestPriority.Interactive).ToList();
        var known = model.Requests.Single(r => r.Prompt.Length == 1500);
        Assert.All(keystrokes, request => Assert.Equal(known.Prompt, request.Prompt[..1500]));
        var first = model.Requests.Except(keystrokes).Select(r => ByteTokenizer.Show(r.Prompt[..16]));
        Assert.Equal(model.Requests.Count - 3, first.Distinct().Count());
    }

    [Fact]
    public async Task Small_context_gets_small_prompts()
    {
        var model = new ScriptedModel(_longAnswer) { ContextTokens = 256 };

        var outcome = await RunAsync(model);

        Assert.Equal((128, 128), (outcome.PromptTokens, outcome.LongPromptTokens));
        Assert.All(model.Requests, request => Assert.True(request.Prompt.Length + request.MaxTokens <= 256));
    }

    [Fact]
    public async Task Slow_rounds_are_not_repeated()
    {
        var time = new ManualTime();
        var model = new ScriptedModel(_longAnswer)
        {
            BeforeToken = token => time.Advance(TimeSpan.FromSeconds(token == 0 ? 11 : 0)),
        };

        var steps = new List<BenchStep>();
        await new BenchFeature(model, time).RunAsync(GenerationSettings.Default, steps.Add, CancellationToken.None);

        // To warm up, one each of reading, writing and keystrokes with the prompt before them, and the streams.
        Assert.Equal(1 + 1 + 1 + 2 + 4, model.Requests.Count);
        Assert.Equal([0, 1, 2, 3, 4], steps.Select(step => step.Number));
        Assert.All(steps, step => Assert.Equal(4, step.Of));
    }

    [Fact]
    public async Task Writing_of_a_slow_machine_is_cut_short_and_its_speed_holds()
    {
        var time = new ManualTime();
        var model = new ScriptedModel(_longAnswer) { BeforeToken = _ => time.Advance(TimeSpan.FromSeconds(3)) };

        var outcome = await new BenchFeature(model, time).RunAsync(
            GenerationSettings.Default,
            null,
            CancellationToken.None
        );

        // Eight tokens of the 64 and of the 16 are enough; the scripted model says that they took 3 ms.
        Assert.Equal(7 / 0.003, outcome.DecodeRate);
        Assert.Equal(4 + 3 * 15 / 7.0, outcome.Suggestion.TotalMilliseconds, 3);
        Assert.Equal(model.Requests.Count, model.Disposed);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, true)]
    public async Task Requests_of_others_are_told(int running, bool expected)
    {
        var model = new BusyEngine(new ScriptedModel(_longAnswer), running);

        var outcome = await new BenchFeature(model, new ManualTime()).RunAsync(
            GenerationSettings.Default,
            null,
            CancellationToken.None
        );

        Assert.Equal(expected, outcome.IsBusy);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_disposes_what_runs()
    {
        using var cancel = new CancellationTokenSource();
        var model = new ScriptedModel(_longAnswer)
        {
            BeforeToken = token =>
            {
                if (token == 5)
                {
                    cancel.Cancel();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new BenchFeature(model, new ManualTime()).RunAsync(GenerationSettings.Default, null, cancel.Token)
        );

        Assert.Equal(model.Requests.Count, model.Disposed);
    }

    [Theory]
    [InlineData(120, "A suggestion will take about 120 ms: it keeps up with typing.")]
    [InlineData(450, "A suggestion will take about 450 ms: it comes when you pause for a moment.")]
    [InlineData(900, "it comes when you stop and look.")]
    [InlineData(2500, "about 2.5 s: better asked for with a key")]
    [InlineData(9000, "about 9.0 s: too slow to help while you type")]
    public void Verdict_says_what_a_suggestion_feels_like(double milliseconds, string expected) =>
        Assert.Contains(
            expected,
            BenchVerdict.For(Outcome() with { Suggestion = TimeSpan.FromMilliseconds(milliseconds) })
        );

    [Fact]
    public void Verdict_is_plain_words() =>
        Assert.Equal(
            "A suggestion will take about 120 ms: it keeps up with typing. "
                + "The first one in a file begins after 3.0 s, because 1500 tokens before the cursor are read then. "
                + "An answer of 300 tokens takes about 10.0 s. "
                + "Of 4 requests at once each gets about 15 tokens a second. "
                + "Others used the model meanwhile: run it again when nothing else does.",
            BenchVerdict.For(Outcome() with { IsBusy = true })
        );

    private static Task<BenchOutcome> RunAsync(ScriptedModel model) =>
        new BenchFeature(model, new ManualTime()).RunAsync(GenerationSettings.Default, null, CancellationToken.None);

    private static BenchOutcome Outcome() =>
        new(
            new ScriptedModel().Model,
            null,
            512,
            200,
            30,
            1500,
            TimeSpan.FromSeconds(3),
            TimeSpan.FromMilliseconds(60),
            16,
            TimeSpan.FromMilliseconds(120),
            4,
            60,
            false,
            TimeSpan.FromSeconds(20)
        );

    /// <summary>Says that it has more requests than it was given.</summary>
    private sealed class BusyEngine(ScriptedModel model, int running) : IInferenceEngine
    {
        public EngineStatus Status => model.Status with { Running = running };

        public ValueTask<IModelSession> AcquireAsync(string? name, CancellationToken cancellationToken) =>
            model.AcquireAsync(name, cancellationToken);

        public ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken) => new(false);
    }
}
