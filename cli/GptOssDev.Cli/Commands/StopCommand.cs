using System.CommandLine;
using System.Diagnostics;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss stop</c>: ends the daemon and waits until it is gone.</summary>
internal static class StopCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create(CommandHost host)
    {
        var command = new CliCommand("stop", "Stop the daemon and free its memory.", "gptoss stop");
        return host.Handle(
            command,
            async (_, invocation, cancellation) =>
            {
                int? pid;
                try
                {
                    pid = await ShutdownAsync(invocation, cancellation);
                }
                catch (DaemonException problem) when (problem.Reason == DaemonFailure.NotRunning)
                {
                    invocation.Screen.WriteLine("no daemon runs");
                    return ExitCodes.Done;
                }

                if (pid is { } known)
                {
                    await WaitForEndAsync(known, cancellation);
                }

                invocation.Screen.WriteLine("the daemon has stopped");
                return ExitCodes.Done;
            }
        );
    }

    private static async Task<int?> ShutdownAsync(Invocation invocation, CancellationToken cancellation)
    {
        await using var daemon = await invocation.Connector.ConnectAsync(
            new ConnectionOptions(Start: false),
            cancellation
        );
        int? pid = null;
        try
        {
            pid = (await daemon.CallAsync(DaemonMethods.Status, new EmptyParams(), cancellation)).Pid;
            await daemon.CallAsync(DaemonMethods.Shutdown, new EmptyParams(), cancellation);
        }
        catch (DaemonException problem) when (problem.Reason == DaemonFailure.ConnectionLost)
        {
            // It may be gone before its answer is.
        }

        return pid;
    }

    private static async Task WaitForEndAsync(int pid, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw CliException.Environment($"the daemon was told to stop but process {pid} still runs; end it by hand");
        }
    }
}
