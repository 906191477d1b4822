using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Tests.Bench;

/// <summary>A repository as the compiler knows it.</summary>
internal static class LoadedCode
{
    /// <param name="cache">Folder for what the builds told, or null.</param>
    /// <exception cref="BenchmarkException">Not every project loads in full.</exception>
    public static async Task<CodeSnapshot> OpenAsync(string root, string? cache, CancellationToken cancel)
    {
        var request = new WorkspaceRequest(root, WorkspaceTrust.Trusted, cache) { Root = root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System, cancel);
        return workspace.State.IsFull
            ? await workspace.SnapshotAsync(cancel)
            : throw new BenchmarkException($"{root} does not load in full: {Reasons(workspace.State)}");
    }

    private static string Reasons(WorkspaceState state) =>
        string.Join("; ", state.Projects.Where(p => p.State != LoadState.Full).Select(p => $"{p.Name}: {p.Reason}"));
}
