namespace GptOssDev.CodeModel.Workspaces;

/// <summary>What a workspace holds: its root, its entry (solution, project or folder) and each project's state.</summary>
/// <param name="Stale">True when a project file changed after loading: load again to see its effect.</param>
public sealed record WorkspaceState(
    string Root,
    string Entry,
    WorkspaceTrust Trust,
    IReadOnlyList<LoadedProject> Projects,
    TimeSpan LoadTime,
    bool Stale
)
{
    /// <summary>True when every project is loaded in full.</summary>
    public bool IsFull => Projects.Count > 0 && Projects.All(p => p.State == LoadState.Full);
}
