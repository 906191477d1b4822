using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Contracts;

namespace GptOssDev.Server.Documents;

/// <summary>What the held workspaces look like from outside. Any thread; never waits for a load.</summary>
internal sealed class WorkspaceStatusSource(WorkspaceHost host, long? budgetBytes)
{
    private const int MaxProblems = 20;

    public long? BudgetBytes => budgetBytes;

    public IReadOnlyList<WorkspaceStatus> Status() =>
        [
            .. host.Held.Select(held => new WorkspaceStatus(
                held.Entry,
                held.Trust == WorkspaceTrust.Trusted,
                held.State is null ? "loading" : "ready",
                held.State?.Projects.Count ?? 0,
                held.State?.Projects.Count(p => p.State == LoadState.Full) ?? 0,
                held.Usage?.BoundProjects ?? 0,
                held.Usage?.Documents ?? 0,
                held.Usage?.SourceBytes ?? 0
            )),
        ];

    /// <summary>Projects that could not be read as their own build says, and why; parts of them that are left out.</summary>
    public IReadOnlyList<DoctorCheck> Problems() =>
        [
            .. host
                .Held.SelectMany(held => held.State?.Projects ?? [])
                .SelectMany(p => Lines(p).Select(line => new DoctorCheck($"project {p.Name}", "warning", line)))
                .Distinct()
                .Take(MaxProblems),
        ];

    private static IEnumerable<string> Lines(LoadedProject project) =>
        project is { State: not LoadState.Full, Reason: { } reason }
            ? project.Notes.Prepend($"{reason} Suggestions in it stay unverified.")
            : project.Notes;
}
