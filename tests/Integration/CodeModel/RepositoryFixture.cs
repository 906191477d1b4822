using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>This repository's own solution, loaded once by its build.</summary>
public sealed class RepositoryFixture : IAsyncLifetime
{
    private readonly TempWorld _cache = new();

    public CodeSnapshot Snapshot { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var request = new WorkspaceRequest(ProjectTree.Root, WorkspaceTrust.Trusted, _cache.Root);
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Snapshot = await workspace.SnapshotAsync();
    }

    public ValueTask DisposeAsync()
    {
        _cache.Dispose();
        return ValueTask.CompletedTask;
    }
}
