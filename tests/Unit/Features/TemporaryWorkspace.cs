using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Tests.Unit.Features;

/// <summary>
/// A folder of loose C# files: the compiler judges their syntax, meaning stays inconclusive. Deleted when disposed.
/// </summary>
internal sealed class TemporaryWorkspace : IDisposable
{
    public TemporaryWorkspace(params (string Path, string Text)[] files)
    {
        Root = Directory.CreateTempSubdirectory("gptoss-features-").FullName;
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.WriteAllText(PathOf(path), text);
        }
    }

    public string Root { get; }

    public string PathOf(string path) => Path.Combine(Root, path);

    public async Task<CodeSnapshot> SnapshotAsync()
    {
        var request = new WorkspaceRequest(Root, WorkspaceTrust.Untrusted) { Root = Root };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        return await workspace.SnapshotAsync();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
