using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Doctor;
using GptOssDev.Cli.Output;
using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss doctor</c>: what is wrong with this machine for this job, and what fixes it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "doctor",
            "Check this machine: SDK, git, folders, backend, daemon, model; each problem with what fixes it.",
            "gptoss doctor",
            "gptoss doctor --json"
        )
        {
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var checks = new List<DoctorCheck>();
                await new MachineChecks(invocation).AddAsync(checks, cancellationToken);
                await BackendChecks.AddAsync(invocation, checks, cancellationToken);
                await AddDaemonAsync(invocation, checks, cancellationToken);
                var healthy = checks.TrueForAll(check => check.State != CheckStates.Problem);
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(new DoctorOutput(healthy, checks), CliJson.Default.DoctorOutput);
                }
                else
                {
                    DoctorView.Show(invocation.Screen, checks);
                }

                return healthy ? ExitCodes.Done : ExitCodes.Environment;
            }
        );
    }

    /// <summary>Works without a daemon: that there is none is then the finding.</summary>
    private static async Task AddDaemonAsync(
        Invocation invocation,
        List<DoctorCheck> checks,
        CancellationToken cancellationToken
    )
    {
        try
        {
            IReadOnlyList<string> others = [];
            var wish = invocation.Wish with { OnOtherEnvironment = names => others = names };
            await using var daemon = await invocation.Connector.ConnectAsync(wish, cancellationToken);
            checks.Add(new DoctorCheck("daemon", CheckStates.Ok, "it runs and answers"));
            if (others.Count > 0)
            {
                checks.Add(
                    new DoctorCheck(
                        "environment",
                        CheckStates.Warning,
                        EnvironmentMismatch.What(others),
                        EnvironmentMismatch.Mend
                    )
                );
            }

            var result = await daemon.CallAsync(DaemonMethods.Doctor, new EmptyParams(), cancellationToken);
            checks.AddRange(result.Checks);
        }
        catch (DaemonException problem)
        {
            cancellationToken.ThrowIfCancellationRequested();
            invocation.Screen.Detail(problem.ToString());
            checks.Add(new DoctorCheck("daemon", CheckStates.Problem, problem.Message, "gptoss logs tells more"));
        }
    }
}
