using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Runs candidates of one cursor side by side and has each judged as soon as it is written. Where one item is wanted, the first
/// that is not rejected wins and the others are cancelled at once. When the race is over no candidate runs any more, also when
/// it ends by a failure or a cancellation.
/// </summary>
/// <param name="write">Writes and judges one candidate; null when the filters left nothing of it.</param>
internal sealed class BestOfN(Func<SamplingOptions, CancellationToken, Task<CompletionItem?>> write)
{
    /// <returns>The items that came, rejected ones among them, in the order of the samplings.</returns>
    public async Task<IReadOnlyList<CompletionItem>> RunAsync(
        IReadOnlyList<SamplingOptions> samplings,
        bool firstWins,
        CancellationToken cancellationToken
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = samplings.Select((sampling, lane) => RunAsync(sampling, lane, over.Token)).ToList();
        var items = new List<(int Lane, CompletionItem Item)>();
        try
        {
            var won = false;
            while (running.Count > 0 && !won)
            {
                await Task.WhenAny(running);
                foreach (var ended in running.Where(r => r.IsCompleted).ToList())
                {
                    running.Remove(ended);
                    if (await ended is (var lane, { } item))
                    {
                        items.Add((lane, item));
                        won |= firstWins && item.Verdict != CompletionVerdict.Rejected;
                    }
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return [.. items.OrderBy(i => i.Lane).Select(i => i.Item)];
    }

    private async Task<(int Lane, CompletionItem? Item)> RunAsync(
        SamplingOptions sampling,
        int lane,
        CancellationToken cancellationToken
    ) => (lane, await write(sampling, cancellationToken));
}
