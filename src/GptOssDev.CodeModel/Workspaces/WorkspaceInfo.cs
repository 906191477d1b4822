namespace GptOssDev.CodeModel.Workspaces;

/// <summary>A workspace that a host holds, as its user sees it.</summary>
/// <param name="State">Null while it loads.</param>
public sealed record WorkspaceInfo(string Entry, WorkspaceTrust Trust, WorkspaceState? State, WorkspaceUsage? Usage);
