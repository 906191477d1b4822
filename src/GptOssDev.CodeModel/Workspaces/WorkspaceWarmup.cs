using GptOssDev.CodeModel.Verification;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Takes the first verification's price in a request's project in advance, see <see cref="VerifierWarmup"/>.
/// </summary>
internal static class WorkspaceWarmup
{
    private const int MaxCharacters = 200_000;

    /// <param name="path">What the request named: a file is warmed itself, for a folder a file of it.</param>
    public static async Task RunAsync(CodeWorkspace workspace, string path, TimeProvider time)
    {
        var snapshot = await workspace.SnapshotAsync();
        if (Choose(snapshot, path) is not { } document)
        {
            return;
        }
        await document.ModelAsync(CancellationToken.None);
        await new CompletionVerifier(time).WarmAsync(snapshot, document.Path);
    }

    /// <summary>The same for one document, where the workspace has it.</summary>
    public static async Task OpenedAsync(CodeWorkspace workspace, string path, TimeProvider time)
    {
        var snapshot = await workspace.SnapshotAsync();
        if (snapshot.Find(path) is { Project.State: LoadState.Full } document && document.Text.Length <= MaxCharacters)
        {
            await new CompletionVerifier(time).WarmAsync(snapshot, path);
        }
    }

    private static CodeDocument? Choose(CodeSnapshot snapshot, string path) =>
        snapshot.Find(path) is { } named && named.Text.Length <= MaxCharacters
            ? named
            : snapshot
                .Paths.Where(p => PathNames.IsUnder(snapshot.Full(path), p))
                .Concat(snapshot.Paths)
                .Select(snapshot.Find)
                .OfType<CodeDocument>()
                .FirstOrDefault(d => d.Project.State == LoadState.Full && d.Text.Length <= MaxCharacters);
}
