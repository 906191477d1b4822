using GptOssDev.Cli.Backends;
using GptOssDev.Client;
using GptOssDev.Client.Backends;
using GptOssDev.Client.Settings;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Doctor;

/// <summary>Checks which native libraries a daemon uses and whether this machine could run faster ones.</summary>
internal static class BackendChecks
{
    private const string Name = "backend";

    /// <summary>One check; none where the folders or the settings cannot be read, which other checks report.</summary>
    public static async Task AddAsync(
        Invocation invocation,
        List<DoctorCheck> checks,
        CancellationToken cancellationToken
    )
    {
        try
        {
            checks.Add(await Task.Run(() => Check(new BackendInspector(invocation)), cancellationToken));
        }
        catch (Exception problem) when (problem is DaemonException or SettingsException)
        {
            invocation.Screen.Detail(problem.Message);
        }
    }

    private static DoctorCheck Check(BackendInspector survey)
    {
        if (survey.CustomFolder is { } folder)
        {
            return new(Name, CheckStates.Ok, $"{BackendStore.FolderVariable} names {folder}");
        }

        var decision = survey.Decision;
        if (decision.Refusal is { } refusal)
        {
            return new(Name, CheckStates.Problem, refusal, decision.Command);
        }

        if (decision.Note is { } note)
        {
            return new(
                Name,
                CheckStates.Warning,
                note,
                decision.Command ?? $"correct that, or gptoss config set {SettingKeys.Backend.Name} cpu"
            );
        }

        if (decision.Backend == Backend.Cpu && Better(survey) is { } better)
        {
            var gpu = survey.Ask(better).Describe(better.Driver);
            return survey.IsThere(better)
                ? new(Name, CheckStates.Ok, $"cpu, because {decision.Why}; {better.Name} could run here ({gpu})")
                : new(
                    Name,
                    CheckStates.Warning,
                    $"cpu, because {decision.Why}; {better.Name} could run here ({gpu})",
                    better.InstallCommand
                );
        }

        return new(Name, CheckStates.Ok, $"{decision.Backend.Name}, because {decision.Why}");
    }

    /// <summary>The best backend that the drivers of this machine could run; null when there is none.</summary>
    private static Backend? Better(BackendInspector survey) =>
        Backend.Gpu.FirstOrDefault(one =>
            one.PackageFor(survey.Store.Platform) is not null && survey.Ask(one).Problem(one.Driver) is null
        );
}
