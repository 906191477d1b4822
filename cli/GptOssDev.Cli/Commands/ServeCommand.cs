using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss serve</c>: starts the daemon, in the background or in this terminal.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandHost host)
    {
        var foreground = CommonOptions.Flag(
            "--foreground",
            "Stay in this terminal and show the daemon's log; Ctrl-C ends it."
        );
        var command = new CliCommand(
            "serve",
            "Start the daemon. Other commands do so by themselves.",
            "gptoss serve",
            "gptoss serve --foreground"
        )
        {
            foreground,
        };
        return host.Handle(
            command,
            (parse, invocation, cancellationToken) =>
                parse.GetValue(foreground)
                    ? RunForegroundAsync(invocation, cancellationToken)
                    : StartAsync(invocation, cancellationToken)
        );
    }

    private static async Task<int> StartAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var started = false;
        var wish = invocation.Wish with { Private = false, OnStarting = () => started = true };
        await using var daemon = await invocation.Connector.ConnectAsync(wish, cancellationToken);
        var status = await daemon.CallAsync(DaemonMethods.Status, new EmptyParams(), cancellationToken);
        var what = started ? "runs now" : "runs already";
        invocation.Screen.WriteLine($"gptossd {status.Version} {what}: process {status.Pid}, {status.Endpoint}");
        return ExitCodes.Done;
    }

    private static async Task<int> RunForegroundAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var context = invocation.Context;
        var name = OperatingSystem.IsWindows() ? "gptossd.exe" : "gptossd";
        var path = context.Environment("GPTOSS_DAEMON") is { Length: > 0 } given
            ? given
            : Path.Join(context.ProgramFolder, name);
        var start = new ProcessStartInfo(path) { UseShellExecute = false };
        start.ArgumentList.Add("--foreground");
        using var process = Start(start, path);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C reached the daemon too, which shares the terminal. One that does not heed it is ended.
            await EndAsync(process);
            return ExitCodes.Interrupted;
        }

        return process.ExitCode is 0 or ExitCodes.Interrupted ? ExitCodes.Done : ExitCodes.Environment;
    }

    private static async Task EndAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start, string path)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new DaemonException(
                DaemonFailure.ProgramMissing,
                $"{path} cannot be started: {problem.Message}; install gptoss again, or set GPTOSS_DAEMON",
                problem
            );
        }
    }
}
