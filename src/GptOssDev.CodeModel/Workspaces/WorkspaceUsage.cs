namespace GptOssDev.CodeModel.Workspaces;

/// <summary>What a workspace holds in memory.</summary>
/// <param name="BoundProjects">Projects whose compilation is held, ready to answer.</param>
/// <param name="SourceBytes">Size of all source texts in memory.</param>
public sealed record WorkspaceUsage(int Projects, int BoundProjects, int Documents, long SourceBytes);
