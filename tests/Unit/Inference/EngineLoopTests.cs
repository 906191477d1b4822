using GptOssDev.Grammar;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

public sealed class EngineLoopTests
{
    private const long HostBytes = 10_000;
    private static readonly TimeSpan _unexpected = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Submit_of_a_prompt_gives_its_greedy_continuation()
    {
        using var loop = new EngineLoop(new FakeRunner(), TimeProvider.System, HostBytes);
        int[] prompt = [.. Enumerable.Range(1, 40)];

        var (tokens, stats) = await RunAsync(loop, prompt, 10);

        Assert.Equal(FakeRunner.Greedy(prompt, 10), tokens);
        Assert.Equal((FinishReason.Length, 40, 10), (stats.Reason, stats.PromptTokens, stats.GeneratedTokens));
    }

    [Fact]
    public async Task Submit_of_many_at_once_gives_each_what_it_gives_alone()
    {
        var runner = new FakeRunner();
        using var loop = new EngineLoop(runner, TimeProvider.System, HostBytes);
        var random = new Random(3);
        var prompts = Enumerable
            .Range(0, 60)
            .Select(_ => Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(3)).ToArray())
            .ToList();

        var answers = await Task.WhenAll(prompts.Select((p, i) => RunAsync(loop, p, 12, (RequestPriority)(i % 5))));

        Assert.Equal(prompts.Select(p => FakeRunner.Greedy(p, 12)), answers.Select(a => a.Tokens));
        Assert.Contains(answers, a => a.Stats.CachedTokens > 0);
        Assert.InRange(runner.LargestBatch, 2, runner.BatchTokens);
    }

    [Fact]
    public async Task Submit_with_a_stop_token_ends_there_and_does_not_yield_it()
    {
        using var loop = new EngineLoop(new FakeRunner(), TimeProvider.System, HostBytes);
        var expected = FakeRunner.Greedy([1, 2, 3], 6);
        var stop = expected[5];

        var (tokens, stats) = await RunAsync(loop, [1, 2, 3], 50, stops: [stop]);

        Assert.Equal(expected.TakeWhile(t => t != stop), tokens);
        Assert.Equal((FinishReason.Stop, stop), (stats.Reason, stats.StopToken));
    }

    [Fact]
    public async Task Submit_that_outgrows_the_context_ends_there()
    {
        using var loop = new EngineLoop(new FakeRunner(contextTokens: 64), TimeProvider.System, HostBytes);

        var (tokens, stats) = await RunAsync(loop, [.. Enumerable.Range(0, 50)], 1000);

        Assert.Equal(FinishReason.ContextFull, stats.Reason);
        Assert.Equal(15, tokens.Length);
    }

    [Fact]
    public void Submit_of_a_prompt_longer_than_the_context_is_refused()
    {
        using var loop = new EngineLoop(new FakeRunner(contextTokens: 64), TimeProvider.System, HostBytes);

        var failure = Assert.Throws<InferenceException>(() => loop.Submit(Request([.. Enumerable.Range(0, 64)], 5)));

        Assert.Equal(InferenceFailure.PromptTooLong, failure.Reason);
    }

    [Fact]
    public async Task Cancel_frees_the_sequence_at_the_next_step()
    {
        var runner = new FakeRunner();
        using var go = new SemaphoreSlim(0);
        runner.OnDecode = _ => Assert.True(go.Wait(_unexpected));
        using var loop = new EngineLoop(runner, TimeProvider.System, HostBytes);
        using var cancel = new CancellationTokenSource();
        var generation = new Generation(
            loop.Submit(Request([1, 2, 3], 200, RequestPriority.Keystroke)),
            loop,
            cancel.Token
        );
        var read = 0;
        go.Release(3);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var token in generation.Tokens)
            {
                if (++read == 3)
                {
                    await cancel.CancelAsync();
                    go.Release(1);
                }
            }
        });
        await generation.DisposeAsync();

        Assert.Equal((FinishReason.Cancelled, 0, 0), (generation.Stats.Reason, loop.Running, loop.Waiting));
        // A step that is quick enough is not given up.
        Assert.InRange(generation.Stats.GeneratedTokens, 3, 4);
    }

    [Fact]
    public async Task Constraint_that_becomes_known_wakes_the_engine_and_its_wait_is_nobodys_work()
    {
        var time = new ManualTime();
        // The engine takes the beginning of time for no time.
        time.Advance(TimeSpan.FromSeconds(1));
        using var loop = new EngineLoop(new FakeRunner(), time, HostBytes);
        var known = new TaskCompletionSource<ITokenConstraint?>();
        await using var held = await HeldAsync(loop, known.Task);

        time.Advance(TimeSpan.FromSeconds(10));
        known.SetResult(new OneTokenConstraint(7));
        var tokens = await held.Tokens.Select(token => token.Id).ToListAsync();

        Assert.Equal([7, 7], tokens);
        Assert.Equal((TimeSpan.Zero, 10), (held.Stats.Prefill, held.Stats.FirstToken.TotalSeconds));
    }

    [Fact]
    public async Task Constraint_that_fails_ends_its_request_and_no_other()
    {
        using var loop = new EngineLoop(new FakeRunner(), TimeProvider.System, HostBytes);
        var known = new TaskCompletionSource<ITokenConstraint?>();
        await using var held = await HeldAsync(loop, known.Task);

        known.SetException(new InvalidOperationException("no names"));
        var failure = await Assert.ThrowsAsync<InferenceException>(async () => await held.Tokens.CountAsync());
        var (tokens, _) = await RunAsync(loop, [1, 2], 5);

        Assert.Equal((InferenceFailure.DecodeFailed, "no names"), (failure.Reason, failure.Message));
        Assert.Equal(FakeRunner.Greedy([1, 2], 5), tokens);
    }

    [Fact]
    public async Task Constraint_that_is_cancelled_cancels_its_request()
    {
        using var loop = new EngineLoop(new FakeRunner(), TimeProvider.System, HostBytes);
        var known = new TaskCompletionSource<ITokenConstraint?>();
        await using var held = await HeldAsync(loop, known.Task);

        known.SetCanceled(TestContext.Current.CancellationToken);

        Assert.Equal(0, await held.Tokens.CountAsync());
        Assert.Equal(FinishReason.Cancelled, held.Stats.Reason);
    }

    [Fact]
    public async Task Cancel_of_a_request_whose_constraint_never_becomes_known_ends_it()
    {
        using var loop = new EngineLoop(new FakeRunner(), TimeProvider.System, HostBytes);
        var held = await HeldAsync(loop, new TaskCompletionSource<ITokenConstraint?>().Task);

        await held.DisposeAsync().AsTask().WaitAsync(_unexpected);

        Assert.Equal((FinishReason.Cancelled, 0), (held.Stats.Reason, held.Stats.GeneratedTokens));
    }

    [Fact]
    public async Task Cancel_of_a_waiting_request_ends_it()
    {
        var runner = new FakeRunner(sequences: 1);
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        runner.OnDecode = _ =>
        {
            entered.Release();
            Assert.True(go.Wait(_unexpected));
        };
        using var loop = new EngineLoop(runner, TimeProvider.System, HostBytes);
        var running = new Generation(loop.Submit(Request([1, 2, 3], 2)), loop, CancellationToken.None);
        await entered.WaitAsync(_unexpected);
        var waiting = new Generation(loop.Submit(Request([4, 5], 2)), loop, CancellationToken.None);

        var disposing = waiting.DisposeAsync();
        go.Release(100);
        await disposing;
        await running.DisposeAsync();

        Assert.Equal(FinishReason.Cancelled, waiting.Stats.Reason);
        Assert.Equal(0, waiting.Stats.GeneratedTokens);
    }

    [Fact]
    public async Task Keystroke_waits_at_most_one_step_behind_anything_else()
    {
        var runner = new FakeRunner(contextTokens: 1024, batchTokens: 16);
        using var loop = new EngineLoop(runner, TimeProvider.System, HostBytes);
        var steps = new List<IReadOnlyList<int>>();
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        runner.OnDecode = sequences =>
        {
            steps.Add(sequences);
            entered.Release();
            Assert.True(go.Wait(_unexpected));
        };
        var review = new Generation(
            loop.Submit(Request([.. Enumerable.Range(0, 600)], 50, RequestPriority.Review)),
            loop,
            CancellationToken.None
        );
        await entered.WaitAsync(_unexpected);
        var keystroke = new Generation(
            loop.Submit(Request([7, 8, 9], 1, RequestPriority.Keystroke)),
            loop,
            CancellationToken.None
        );

        // The step that was under way, then the keystroke's.
        go.Release();
        await entered.WaitAsync(_unexpected);
        Assert.Equal(2, steps.Count);
        Assert.DoesNotContain(steps[0][0], steps[1]);
        go.Release(1000);
        await keystroke.DisposeAsync();
        await review.DisposeAsync();
    }

    [Fact]
    public async Task Decode_failure_ends_its_requests_and_not_the_loop()
    {
        var runner = new FakeRunner { Answer = DecodeOutcome.Failed };
        using var loop = new EngineLoop(runner, TimeProvider.System, HostBytes);

        var failure = await Assert.ThrowsAsync<InferenceException>(() => RunAsync(loop, [1, 2], 5));
        runner.Answer = DecodeOutcome.Done;
        var (tokens, _) = await RunAsync(loop, [1, 2], 5);

        Assert.Equal(InferenceFailure.DecodeFailed, failure.Reason);
        Assert.Equal(FakeRunner.Greedy([1, 2], 5), tokens);
    }

    [Fact]
    public async Task Dispose_ends_what_runs()
    {
        var loop = new EngineLoop(new FakeRunner(contextTokens: 100_000), TimeProvider.System, HostBytes);
        var generation = new Generation(loop.Submit(Request([1], 90_000)), loop, CancellationToken.None);

        loop.Dispose();

        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var _ in generation.Tokens) { }
        });
        Assert.Equal(InferenceFailure.Stopped, failure.Reason);
        Assert.Throws<InferenceException>(() => loop.Submit(Request([1], 1)));
    }

    /// <summary>A request of which the engine has read what it can.</summary>
    private static async Task<Generation> HeldAsync(EngineLoop loop, Task<ITokenConstraint?> constraint)
    {
        var request = Request([.. Enumerable.Range(0, 40)], 2) with { Constraint = constraint };
        var held = new Generation(loop.Submit(request), loop, CancellationToken.None);
        // The other one ends after it: its prompt is as long, and it came later.
        await RunAsync(loop, [.. Enumerable.Range(1, 40)], 20);
        return held;
    }

    private static GenerationRequest Request(
        int[] prompt,
        int maxTokens,
        RequestPriority priority = RequestPriority.Interactive,
        int[]? stops = null
    ) => new(prompt, maxTokens, priority, SamplingOptions.Greedy, new HashSet<int>(stops ?? []));

    private static async Task<(int[] Tokens, GenerationStats Stats)> RunAsync(
        EngineLoop loop,
        int[] prompt,
        int maxTokens,
        RequestPriority priority = RequestPriority.Interactive,
        int[]? stops = null
    )
    {
        await using var generation = new Generation(
            loop.Submit(Request(prompt, maxTokens, priority, stops)),
            loop,
            CancellationToken.None
        );
        var tokens = new List<int>();
        await foreach (var token in generation.Tokens)
        {
            tokens.Add(token.Id);
        }

        return ([.. tokens], generation.Stats);
    }
}
