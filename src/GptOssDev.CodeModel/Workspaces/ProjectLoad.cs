using GptOssDev.CodeModel.Projects;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>A project on its way into a solution: its build's answer, or the reason why there is none.</summary>
/// <param name="IsRepeatable">Its build failed in a way that may be over by now.</param>
internal sealed record ProjectLoad(
    string Path,
    ProjectBuild? Build,
    LoadState State,
    string? Reason,
    bool FromCache,
    bool IsRepeatable = false
);
