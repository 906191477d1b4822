using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>This repository's own solution, loaded once by its build, and who uses what in it.</summary>
public sealed class RepositoryFixture : IAsyncLifetime
{
    private readonly TempWorld _cache = new();

    public CodeSnapshot Snapshot { get; private set; } = null!;

    /// <summary>One for all tests: what it finds for the unedited compilations is found once.</summary>
    internal Verifier Verifier { get; } = new(TimeProvider.System);

    private SymbolUsers Users { get; set; } = null!;

    internal SourceSites Sites(int seed) => new(Snapshot, Users, seed);

    public async ValueTask InitializeAsync()
    {
        var request = new WorkspaceRequest(ProjectTree.Root, WorkspaceTrust.Trusted, _cache.Root);
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Snapshot = await workspace.SnapshotAsync();
        Users = await SymbolUsers.FindAsync(SourceSites.Written(Snapshot));
    }

    public ValueTask DisposeAsync()
    {
        _cache.Dispose();
        return ValueTask.CompletedTask;
    }
}
