using System.Collections.Concurrent;
using System.Diagnostics;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>Serves one job to its end; stops early when cancelled.</summary>
/// <param name="onToken">To be called for each token as it comes.</param>
internal delegate Task ServeJob(OfficeJob job, Action onToken, CancellationToken cancel);

/// <summary>
/// Two chats and a review, each starting anew with an unseen prompt when it has ended, until stopped. Whoever serves them is
/// given as a function, so that the engine and a peer meet the same load. The sizes are those of the product's own requests:
/// an explanation of a file of some 250 lines, and a hunk of a review.
/// </summary>
internal sealed class OfficeLoad : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly CancellationTokenSource _stop;
    private readonly ServeJob _serve;
    private readonly ConcurrentQueue<double> _steps = new();
    private readonly TaskCompletionSource _firstChat = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _secondChat = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _all;

    /// <param name="prompts">Equal sources give equal loads.</param>
    public OfficeLoad(PromptSource prompts, ServeJob serve, CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _serve = serve;
        _all = Task.WhenAll(
            RepeatAsync(prompts.Fork(1), p => new OfficeJob(1, p.Next(2000), Tokens: 100, IsReview: false), _firstChat),
            RepeatAsync(
                prompts.Fork(2),
                p => new OfficeJob(2, p.Next(2000), Tokens: 100, IsReview: false),
                _secondChat
            ),
            RepeatAsync(prompts.Fork(3), p => new OfficeJob(3, p.Next(950), Tokens: 200, IsReview: true), null)
        );
    }

    /// <summary>Waits until both chats get tokens: before that there is no load to speak of.</summary>
    /// <exception cref="BenchmarkException">They get none.</exception>
    public async Task UntilGeneratingAsync(CancellationToken cancel)
    {
        try
        {
            var both = Task.WhenAll(_firstChat.Task, _secondChat.Task);
            // The load ends before that only when it fails.
            await await Task.WhenAny(both, _all).WaitAsync(_patience, cancel);
        }
        catch (TimeoutException e)
        {
            throw new BenchmarkException($"the chats of the load got no token within {_patience}", e);
        }
    }

    /// <summary>The times between two tokens of a chat within a span of time, in milliseconds.</summary>
    /// <exception cref="BenchmarkException">There were none.</exception>
    public async Task<IReadOnlyCollection<double>> StepsAsync(TimeSpan span, CancellationToken cancel)
    {
        _steps.Clear();
        await Task.Delay(span, cancel);
        var steps = _steps.ToArray();
        return steps.Length > 0 ? steps : throw new BenchmarkException($"no chat got two tokens within {span}");
    }

    /// <summary>Stops the load and waits until whoever serves it has let go. Throws what a job failed with.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    private async Task RepeatAsync(
        PromptSource prompts,
        Func<PromptSource, OfficeJob> next,
        TaskCompletionSource? generates
    )
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var job = next(prompts);
                long last = 0;
                await _serve(job, () => OnToken(job, ref last, generates), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped, as everything that repeats for ever has to be.
        }
    }

    private void OnToken(OfficeJob job, ref long last, TaskCompletionSource? generates)
    {
        generates?.TrySetResult();
        var now = Stopwatch.GetTimestamp();
        if (last != 0 && !job.IsReview)
        {
            _steps.Enqueue(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
        }

        last = now;
    }
}
