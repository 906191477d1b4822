using System.CommandLine;
using System.Globalization;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss bench</c>: how fast this machine is with this model, and what that means.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "bench",
            "Measure how fast this machine and model are, and what to expect of keystrokes.",
            "gptoss bench",
            "gptoss bench --model gpt-oss-20b --json"
        )
        {
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var options = invocation.GenerationFor(invocation.RootFor(null));
                var result = await DaemonCall.StreamAsync(
                    invocation,
                    DaemonMethods.Bench,
                    token => new BenchParams(options, token),
                    DaemonMethods.BenchProgress,
                    progress => Tell(invocation.Screen, progress),
                    "measuring",
                    cancellationToken
                );
                invocation.TellOnce(result.Notice);
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(result with { Notice = null }, DaemonMethods.Bench.Result);
                }
                else
                {
                    BenchView.Show(invocation.Screen, invocation.Context, result);
                }

                return ExitCodes.Done;
            }
        );
    }

    private static void Tell(TerminalOutput screen, BenchProgress progress) =>
        screen.Note(
            string.Create(CultureInfo.InvariantCulture, $"[{progress.Step}/{progress.Steps}] {progress.Message}")
        );
}
