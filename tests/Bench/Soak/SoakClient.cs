using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Tests.Bench.Soak;

/// <summary>
/// One client that asks for the same kind of thing again and again. Now and then it cancels, and now and then its connection
/// ends under it as it does when a process is killed; then another client takes its place.
/// </summary>
internal sealed class SoakClient(BuiltDaemon daemon, SoakKind kind, int seed, SoakTally tally)
{
    private const double CancelShare = 0.2;
    private const double DeathShare = 0.05;

    /// <summary>A reply that takes longer is lost.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    private readonly Random _random = new(seed);
    private readonly SoakRequests _requests = new(daemon.Workspace, seed);

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await using var transport = await daemon.ConnectAsync(CancellationToken.None);
            await using var client = DaemonClient.Over(transport);
            var alive = true;
            while (alive && !end.IsCancellationRequested)
            {
                alive = await AskAsync(client, transport);
                await PauseAsync(end);
            }
        }
    }

    /// <summary>One request to its end. False when the client died of it.</summary>
    private async Task<bool> AskAsync(DaemonClient client, DaemonTransport transport)
    {
        var fate = _random.NextDouble();
        var dies = fate < DeathShare;
        using var cancel = new CancellationTokenSource();
        var reply = _requests.SendAsync(client, kind, cancel.Token);
        if (dies || fate < DeathShare + CancelShare)
        {
            await Task.WhenAny(reply, Task.Delay(_random.Next(0, 2000), CancellationToken.None));
            await (dies ? transport.DisposeAsync().AsTask() : cancel.CancelAsync());
        }

        var (outcome, why) = await EndOfAsync(reply, dies);
        tally.Add(kind, outcome, why);
        return !dies && outcome != SoakOutcome.Lost;
    }

    private static async Task<(SoakOutcome Outcome, string? Why)> EndOfAsync(Task reply, bool dies)
    {
        try
        {
            await reply.WaitAsync(_patience);
            return (SoakOutcome.Complete, null);
        }
        catch (OperationCanceledException)
        {
            return (SoakOutcome.Cancelled, null);
        }
        catch (TimeoutException)
        {
            return (SoakOutcome.Lost, $"no reply within {_patience}");
        }
        catch (DaemonException e) when (e.Reason == DaemonFailure.ConnectionLost && dies)
        {
            return (SoakOutcome.ClientDied, null);
        }
        catch (DaemonException e) when (e.ErrorCode is ErrorCodes.Busy or ErrorCodes.NoAnswer)
        {
            return (SoakOutcome.Refused, null);
        }
        catch (DaemonException e)
        {
            return (SoakOutcome.Lost, e.Message);
        }
    }

    private async Task PauseAsync(CancellationToken end)
    {
        var (least, most) = kind == SoakKind.Keystroke ? (150, 900) : (500, 4000);
        try
        {
            await Task.Delay(_random.Next(least, most), end);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
