using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class GenerationRunnerTests : IDisposable
{
    private readonly SteppedModel _model = new();
    private readonly TaskCompletionSource _step = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Answer_is_used_while_the_engine_lets_go_of_the_sequence()
    {
        var used = new TaskCompletionSource<string>();
        var run = RunAsync(answer =>
        {
            used.SetResult(answer.Answer);
            return Task.FromResult(answer.Answer.Length);
        });
        var generation = await BeginAsync("ab");

        Assert.Equal("ab", await used.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(generation.IsDisposed);
        Assert.False(run.IsCompleted);

        _step.SetResult();
        Assert.Equal(2, await run);
        Assert.True(generation.IsDisposed);
    }

    [Fact]
    public async Task Use_that_fails_leaves_no_sequence_behind()
    {
        var failed = new TaskCompletionSource();
        var run = RunAsync<int>(_ =>
        {
            failed.SetResult();
            throw new InvalidOperationException("a fault");
        });
        var generation = await BeginAsync("ab");

        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(run.IsCompleted);

        _step.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
        Assert.True(generation.IsDisposed);
    }

    public void Dispose() => _model.Dispose();

    private async Task<SteppedModel.Generation> BeginAsync(string text)
    {
        var generation = await _model.NextAsync();
        generation.Step = _step.Task;
        generation.Write(text);
        return generation;
    }

    private Task<T> RunAsync<T>(Func<GeneratedAnswer, Task<T>> use)
    {
        var plan = new GenerationPlan(
            RequestPriority.Keystroke,
            new SamplingOptions(0, 1, null),
            100,
            new HashSet<int>(),
            text => text.Length == 2
        );
        var prompt = new GenerationPrompt([.. _model.Tokenizer.Encode("x")], null);
        return new GenerationRunner(_model, new RequestTimer(TimeProvider.System)).RunAsync(
            prompt,
            plan,
            onPart: null,
            use,
            TestContext.Current.CancellationToken
        );
    }
}
