using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using Xunit;

namespace GptOssDev.Tests.Unit.Inference;

/// <summary>What is loaded when, with a loader that the test holds in its hand.</summary>
public sealed class InferenceEngineTests
{
    private const string One = "/models/one.gguf";
    private const string Two = "/models/two.gguf";
    private static readonly TimeSpan _unexpected = TimeSpan.FromSeconds(30);
    private static readonly ModelCatalog _catalog = new("/nowhere", []);

    [Fact]
    public async Task Two_acquires_at_once_load_once()
    {
        using var open = new ManualResetEventSlim();
        var loads = 0;
        await using var engine = Engine(
            (_, _, _, _) =>
            {
                Interlocked.Increment(ref loads);
                Assert.True(open.Wait(_unexpected, CancellationToken.None));
                return new FakeRunner();
            }
        );

        var first = engine.AcquireAsync(One, CancellationToken.None).AsTask();
        var second = engine.AcquireAsync(One, CancellationToken.None).AsTask();
        await UntilAsync(() => engine.Status.State == ModelState.Loading);
        Assert.Equal("one", engine.Status.Name);
        open.Set();
        var sessions = await Task.WhenAll(first, second).WaitAsync(_unexpected);

        Assert.Equal(1, loads);
        Assert.Equal(ModelState.Ready, engine.Status.State);
        sessions[0].Dispose();
        sessions[0].Dispose();
        Assert.False(await engine.TryUnloadAsync(CancellationToken.None));
        sessions[1].Dispose();
        Assert.True(await engine.TryUnloadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Cancelled_load_leaves_the_engine_usable()
    {
        using var begun = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        await using var engine = Engine(
            (_, _, _, stop) =>
            {
                begun.Set();
                if (stop.CanBeCanceled)
                {
                    Assert.True(stop.WaitHandle.WaitOne(_unexpected));
                    stop.ThrowIfCancellationRequested();
                }

                return new FakeRunner();
            }
        );

        var acquire = engine.AcquireAsync(One, cancel.Token).AsTask();
        Assert.True(begun.Wait(_unexpected));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquire);
        Assert.Equal(ModelState.Unloaded, engine.Status.State);

        using var session = await engine.AcquireAsync(One, CancellationToken.None);
        Assert.Equal(FakeRunner.Greedy([1, 2], 3), await RunAsync(session, [1, 2], 3));
    }

    [Fact]
    public async Task Failed_load_is_told_and_tried_again()
    {
        var fail = true;
        await using var engine = Engine(
            (_, _, _, _) =>
                fail ? throw new InferenceException(InferenceFailure.ModelUnusable, "it is broken") : new FakeRunner()
        );

        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
            await engine.AcquireAsync(One, CancellationToken.None)
        );
        Assert.Equal(InferenceFailure.ModelUnusable, failure.Reason);
        Assert.Equal((ModelState.Failed, "one", "it is broken"), StateOf(engine));
        // What failed stays told after an unload that had nothing to do.
        Assert.True(await engine.TryUnloadAsync(CancellationToken.None));
        Assert.Equal(ModelState.Failed, engine.Status.State);

        fail = false;
        using var session = await engine.AcquireAsync(One, CancellationToken.None);
        Assert.Equal((ModelState.Ready, "one", null), StateOf(engine));
    }

    [Fact]
    public async Task Other_model_while_one_is_held_is_busy_and_loads_when_it_is_not()
    {
        var runners = new Dictionary<string, FakeRunner>();
        await using var engine = Engine((file, _, _, _) => runners[file.Name] = new FakeRunner());
        var held = await engine.AcquireAsync(One, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
            await engine.AcquireAsync(Two, CancellationToken.None)
        );
        Assert.Equal(InferenceFailure.ModelBusy, failure.Reason);
        Assert.Contains("one", failure.Message, StringComparison.Ordinal);
        Assert.Equal((ModelState.Ready, "one", null), StateOf(engine));
        Assert.Equal(2, (await RunAsync(held, [1], 2)).Length);

        held.Dispose();
        using var other = await engine.AcquireAsync(Two, CancellationToken.None);
        Assert.Equal((ModelState.Ready, "two", null), StateOf(engine));
        Assert.True(runners["one"].IsDisposed);
        Assert.False(runners["two"].IsDisposed);
    }

    [Fact]
    public async Task Progress_of_a_load_is_told()
    {
        using var open = new ManualResetEventSlim();
        await using var engine = Engine(
            (_, _, progress, _) =>
            {
                progress(0.42f);
                Assert.True(open.Wait(_unexpected, CancellationToken.None));
                return new FakeRunner();
            }
        );

        var acquire = engine.AcquireAsync(One, CancellationToken.None).AsTask();
        await UntilAsync(() => engine.Status.Detail is not null);
        Assert.Equal((ModelState.Loading, "one", "42 %"), StateOf(engine));
        open.Set();
        (await acquire).Dispose();
    }

    [Fact]
    public async Task Dispose_while_a_generation_runs_ends_it()
    {
        var runner = new FakeRunner();
        using var begun = new ManualResetEventSlim();
        runner.OnDecode = _ => begun.Set();
        var engine = Engine((_, _, _, _) => runner);
        using var session = await engine.AcquireAsync(One, CancellationToken.None);
        await using var generation = session.Start(Request([1, 2, 3], 1_000_000), CancellationToken.None);
        var reading = ReadAsync(generation);
        Assert.True(begun.Wait(_unexpected));

        await engine.DisposeAsync().AsTask().WaitAsync(_unexpected);

        // It may have filled its context before the end came; else it is told why it ended.
        var end = await Record.ExceptionAsync(() => reading.WaitAsync(_unexpected));
        Assert.True(end is null or InferenceException { Reason: InferenceFailure.Stopped }, end?.ToString());
        Assert.True(runner.IsDisposed);
    }

    [Fact]
    public async Task Start_on_a_disposed_session_is_refused()
    {
        await using var engine = Engine((_, _, _, _) => new FakeRunner());
        var session = await engine.AcquireAsync(One, CancellationToken.None);
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => session.Start(Request([1], 1), CancellationToken.None));
    }

    [Fact]
    public async Task Acquire_after_a_failed_step_loads_the_model_anew_once_nobody_holds_it()
    {
        var loads = new List<FakeRunner>();
        await using var engine = Engine(
            (_, _, _, _) =>
            {
                loads.Add(new FakeRunner { Answer = loads.Count == 0 ? DecodeOutcome.Failed : DecodeOutcome.Done });
                return loads[^1];
            }
        );
        using (var session = await engine.AcquireAsync(One, CancellationToken.None))
        {
            await Assert.ThrowsAsync<InferenceException>(() => RunAsync(session, [1, 2], 3));
            using var held = await engine.AcquireAsync(One, CancellationToken.None);
            Assert.Single(loads);
        }

        using var next = await engine.AcquireAsync(One, CancellationToken.None);

        Assert.Equal(FakeRunner.Greedy([1, 2], 3), await RunAsync(next, [1, 2], 3));
        Assert.Equal([true, false], loads.Select(l => l.IsDisposed));
    }

    private static InferenceEngine Engine(ModelLoader load) => new(_catalog, load, TimeProvider.System);

    private static (ModelState, string?, string?) StateOf(InferenceEngine engine) =>
        (engine.Status.State, engine.Status.Name, engine.Status.Detail);

    private static GenerationRequest Request(int[] prompt, int count) =>
        new(prompt, count, RequestPriority.Interactive, SamplingOptions.Greedy, new HashSet<int>());

    private static async Task<int[]> RunAsync(IModelSession session, int[] prompt, int count)
    {
        await using var generation = session.Start(Request(prompt, count), CancellationToken.None);
        return await ReadAsync(generation);
    }

    private static async Task<int[]> ReadAsync(IGeneration generation)
    {
        var ids = new List<int>();
        await foreach (var token in generation.Tokens)
        {
            ids.Add(token.Id);
        }

        return [.. ids];
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 3000, "waited in vain");
            await Task.Delay(10);
        }
    }
}
