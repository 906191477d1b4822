namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// Two chats and a review, each starting anew with an unseen prompt when it has ended, until stopped. Whoever serves them is
/// given as a function, so that the engine and a peer meet the same load.
/// </summary>
internal sealed class OfficeLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Func<OfficeJob, CancellationToken, Task> _serve;
    private readonly Task _all;

    /// <param name="prompts">Used by this load alone until it is stopped.</param>
    /// <param name="serve">Serves one job to its end; stops early when cancelled.</param>
    public OfficeLoad(PromptSource prompts, Func<OfficeJob, CancellationToken, Task> serve, CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _serve = serve;
        _all = Task.WhenAll(
            RepeatAsync(prompts.Fork(1), place: 1, promptTokens: 400, tokens: 160, isReview: false),
            RepeatAsync(prompts.Fork(2), place: 2, promptTokens: 400, tokens: 160, isReview: false),
            RepeatAsync(prompts.Fork(3), place: 3, promptTokens: 1200, tokens: 120, isReview: true)
        );
    }

    /// <summary>Stops the load and waits until whoever serves it has let go. Throws what a job failed with.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    private async Task RepeatAsync(PromptSource prompts, int place, int promptTokens, int tokens, bool isReview)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await _serve(new OfficeJob(place, prompts.Next(promptTokens), tokens, isReview), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped, as everything that repeats for ever has to be.
        }
    }
}
