using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss status</c>: what the daemon does and holds.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "status",
            "Show the daemon: its model, memory and queue. Starts it when it does not run.",
            "gptoss status",
            "gptoss status --json"
        )
        {
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                IReadOnlyList<string> others = [];
                var wish = invocation.Wish with { OnOtherEnvironment = names => others = names };
                await using var daemon = await invocation.Connector.ConnectAsync(wish, cancellationToken);
                var status = await daemon.CallAsync(DaemonMethods.Status, new EmptyParams(), cancellationToken);
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(status, DaemonMethods.Status.Result);
                }
                else
                {
                    StatusView.Show(invocation.Screen, status);
                }

                if (others.Count > 0)
                {
                    invocation.Screen.Note(
                        $"note: {EnvironmentMismatch.What(others)}; to change that: {EnvironmentMismatch.Mend}"
                    );
                }

                return ExitCodes.Done;
            }
        );
    }
}
