using GptOssDev.CodeModel.Projects;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Contracts;
using GptOssDev.Platform.Files;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Documents;

/// <summary>
/// Finds the workspace a request speaks of and takes its snapshot, with the client's open documents over what is on disk.
/// Any thread.
/// </summary>
/// <param name="framework">The framework of the user's settings, for requests that name none.</param>
/// <param name="isTrusted">Whether the user's own list trusts a folder, for editors that say nothing of trust.</param>
internal sealed class WorkspaceResolver(
    WorkspaceHost host,
    string cacheFolder,
    DotnetSearch? dotnet = null,
    string? framework = null,
    Func<string, bool>? isTrusted = null
)
{
    /// <param name="scope">
    /// What the request says; null is the folder of the client's window that holds the path, and without such a folder an
    /// untrusted workspace found from the path.
    /// </param>
    /// <param name="path">The file the request names, absolute; null when it names none.</param>
    /// <exception cref="ServerException"><see cref="ServerFailure.BadParams"/>: neither names a place.</exception>
    public async Task<CodeSnapshot> SnapshotAsync(
        WorkspaceScope? scope,
        string? path,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        scope ??= context.Session.Folders.ScopeOf(path, isTrusted ?? (_ => false));
        var place =
            path
            ?? scope.Root
            ?? throw new ServerException(ServerFailure.BadParams, "the request names no file and no workspace root");
        foreach (var named in (string?[])[path, scope.Root])
        {
            if (named is not null && !Path.IsPathFullyQualified(named))
            {
                throw new ServerException(ServerFailure.BadParams, $"'{named}' is no absolute path");
            }
        }
        var workspace = await host.GetAsync(
            new WorkspaceRequest(
                Existing(place, context.Documents),
                scope.Trusted ? WorkspaceTrust.Trusted : WorkspaceTrust.Untrusted,
                cacheFolder
            )
            {
                Root = scope.Root,
                Dotnet = dotnet,
                TargetFramework = scope.Framework ?? framework,
            },
            cancellationToken
        );
        var snapshot = await workspace.SnapshotAsync(cancellationToken);
        foreach (var document in context.Documents.All)
        {
            if (DocumentUris.ToPath(document.Uri) is { } opened && Belongs(snapshot, opened))
            {
                snapshot = snapshot.WithText(opened, document.Text);
            }
        }
        return snapshot;
    }

    /// <summary>A client opened a document: the first verdict in it is prepared where its workspace is loaded already.</summary>
    public void Opened(OpenDocument document)
    {
        if (DocumentUris.ToPath(document.Uri) is { } path && Path.IsPathFullyQualified(path))
        {
            host.Opened(path);
        }
    }

    // An open document may not be on disk yet, or not any more: its folder tells what it belongs to.
    private static string Existing(string place, OpenDocuments documents)
    {
        if (Path.Exists(place) || !documents.All.Any(d => DocumentUris.ToPath(d.Uri) == place))
        {
            return place;
        }
        var folder = Path.GetDirectoryName(place);
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? place;
    }

    // A file that is on disk and in no project was left out of it; one that is not on disk is new, or deleted under the editor.
    private static bool Belongs(CodeSnapshot snapshot, string path) =>
        snapshot.Find(path) is not null || (PathNames.IsUnder(snapshot.State.Root, path) && !File.Exists(path));
}
