using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Inference;
using Xunit;

namespace GptOssDev.Tests.Quality;

/// <summary>The bundled model, and one of this repository's own projects as the compiler knows it.</summary>
public sealed class QualityFixture : IAsyncLifetime
{
    private readonly ModelFixture _model = new();

    public IInferenceEngine Engine => _model.Engine;

    public CodeSnapshot Code { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var project = Repository.PathOf("src", "GptOssDev.Harmony");
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted) { Root = project };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.True(workspace.State.IsFull, string.Join("; ", workspace.State.Projects.Select(p => p.Reason)));
        Code = await workspace.SnapshotAsync();
    }

    public ValueTask DisposeAsync() => _model.DisposeAsync();
}
