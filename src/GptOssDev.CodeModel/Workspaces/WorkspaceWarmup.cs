using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Verification;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// Takes the first verification's price in advance: the references of a request's project are read, its sources are bound, the
/// compiler's own code is made ready. Everything it makes is kept by the workspace's snapshots or thrown away.
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
        // A remark past the last line changes nothing, and everything before it is bound twice as for a completion.
        var text = DocumentTexts.Of(document.Roslyn);
        var end = TextRange.At(TextPositions.Range(text, new TextSpan(text.Length, 0)).End);
        await new CompletionVerifier(time).VerifyAsync(snapshot, document.Path, end, "\n// end\n");
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
