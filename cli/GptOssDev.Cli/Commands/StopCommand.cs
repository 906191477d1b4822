using System.CommandLine;
using System.Diagnostics;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss stop</c>: ends the daemon and waits until it is gone.</summary>
internal static class StopCommand
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static Command Create(CommandHost host)
    {
        var command = new CliCommand("stop", "Stop the daemon and free its memory.", "gptoss stop");
        return host.Handle(
            command,
            async (_, invocation, cancellationToken) =>
            {
                int? pid;
                try
                {
                    pid = await ShutdownAsync(invocation, cancellationToken);
                }
                catch (DaemonException problem) when (problem.Reason == DaemonFailure.NotRunning)
                {
                    invocation.Screen.WriteLine("no daemon runs");
                    return ExitCodes.Done;
                }

                if (pid is { } known)
                {
                    await WaitForEndAsync(known, cancellationToken);
                }

                invocation.Screen.WriteLine("the daemon has stopped");
                return ExitCodes.Done;
            }
        );
    }

    private static async Task<int?> ShutdownAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await using var daemon = await invocation.Connector.ConnectAsync(
            new ConnectionOptions(Start: false),
            cancellationToken
        );
        int? pid = null;
        try
        {
            pid = (await daemon.CallAsync(DaemonMethods.Status, new EmptyParams(), cancellationToken)).Pid;
            await daemon.CallAsync(DaemonMethods.Shutdown, new EmptyParams(), cancellationToken);
        }
        catch (DaemonException problem) when (problem.Reason == DaemonFailure.ConnectionLost)
        {
            // It may be gone before its answer is.
        }

        return pid;
    }

    private static async Task WaitForEndAsync(int pid, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CliException.Environment($"the daemon was told to stop but process {pid} still runs; end it by hand");
        }
    }
}
