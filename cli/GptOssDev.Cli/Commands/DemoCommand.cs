using System.CommandLine;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Cli.Tour;
using GptOssDev.Client;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss demo</c>: the four jobs on a small project, for real.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new CliCommand(
            "demo",
            "Show the four jobs (complete, explain, refactor, review) on a small C# project.",
            "gptoss demo"
        );
        return host.Handle(
            command,
            async (_, invocation, cancellationToken) =>
            {
                using var folder = TourFolder.Create(invocation.Context.ProgramFolder);
                invocation.Screen.WriteLine(
                    "A tour of gptoss on the small C# project that comes with it.",
                    TextStyle.Bold
                );
                invocation.Screen.WriteLine("Everything below is computed now, on this machine.");
                invocation.Screen.Flush();
                await using var daemon = await invocation.ConnectAsync(cancellationToken);
                var guide = new TourGuide(invocation, daemon, folder);
                var exitCode = await RunAsync(invocation, guide, cancellationToken);
                ShowNext(invocation.Screen, exitCode);
                return exitCode;
            }
        );
    }

    /// <summary>Runs every job, also after one that failed; the first failure's exit code counts.</summary>
    private static async Task<int> RunAsync(Invocation invocation, TourGuide guide, CancellationToken cancellationToken)
    {
        var exitCode = ExitCodes.Done;
        Func<CancellationToken, Task>[] jobs =
        [
            guide.CompleteAsync,
            guide.ExplainAsync,
            guide.RefactorAsync,
            guide.ReviewAsync,
        ];
        foreach (var job in jobs)
        {
            try
            {
                await job(cancellationToken);
            }
            catch (DaemonException problem) when (problem.Reason == DaemonFailure.Answered)
            {
                cancellationToken.ThrowIfCancellationRequested();
                invocation.Screen.Flush();
                invocation.Screen.Fail(problem.Message);
                var isNoAnswer = problem.ErrorCode == GptOssDev.Contracts.ErrorCodes.NoAnswer;
                exitCode =
                    exitCode != ExitCodes.Done ? exitCode
                    : isNoAnswer ? ExitCodes.No
                    : ExitCodes.Environment;
            }
        }

        return exitCode;
    }

    private static void ShowNext(TerminalOutput screen, int exitCode)
    {
        screen.WriteLine();
        if (exitCode != ExitCodes.Done)
        {
            screen.WriteLine("Not every job ran. Find out what is wrong with:");
            screen.WriteLine("  gptoss doctor");
            return;
        }

        screen.WriteLine("What next, in a repository of yours:", TextStyle.Bold);
        screen.WriteLine("  gptoss explain src/Some.cs:10-40      what this code does");
        screen.WriteLine("  gptoss review                         what is wrong with what you have staged");
        screen.WriteLine("  gptoss --help                         everything else");
    }
}
