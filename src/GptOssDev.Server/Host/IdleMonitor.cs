using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Host;

/// <summary>
/// Does what is to be done when nobody uses the daemon: free memory, unload the model, end. One loop; the rules act one after
/// another. A rule that fails is logged and tried again after the next interruption.
/// </summary>
internal sealed class IdleMonitor(
    Activity activity,
    IReadOnlyList<IdleAction> rules,
    ILogger<IdleMonitor> log,
    TimeProvider time
)
{
    private static readonly TimeSpan _shortestTick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestTick = TimeSpan.FromSeconds(5);
    private readonly HashSet<IdleAction> _done = [];

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (rules.Count == 0)
        {
            return;
        }
        var tick = rules.Min(rule => rule.After) / 4;
        tick =
            tick < _shortestTick ? _shortestTick
            : tick > _longestTick ? _longestTick
            : tick;
        using var timer = new PeriodicTimer(tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await TickAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    /// <summary>Looks once and acts on every rule that has become due.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            if (rule.Idle(activity) < rule.After)
            {
                _done.Remove(rule);
                continue;
            }
            if (!_done.Add(rule))
            {
                continue;
            }
            log.LogInformation("idle: {Rule}", rule.Name);
            try
            {
                await rule.ActAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "idle: {Rule} failed", rule.Name);
            }
        }
    }
}
