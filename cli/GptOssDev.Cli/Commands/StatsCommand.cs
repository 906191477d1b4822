using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss stats</c>: the local counters.</summary>
internal static class StatsCommand
{
    public static Command Create(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "stats",
            "Show local counters: suggestions shown, accepted and kept, latencies, tokens. They never leave this machine.",
            "gptoss stats",
            "gptoss stats --json"
        )
        {
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                await using var daemon = await invocation.ConnectAsync(cancellationToken);
                var stats = await daemon.CallAsync(DaemonMethods.Stats, new EmptyParams(), cancellationToken);
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(stats, DaemonMethods.Stats.Result);
                }
                else
                {
                    StatsView.Show(invocation.Screen, invocation.Context, stats);
                }

                return ExitCodes.Done;
            }
        );
    }
}
