using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Llama;
using Xunit;

namespace GptOssDev.Tests.Quality;

/// <summary>The bundled model, and one of this repository's own projects as the compiler knows it.</summary>
public sealed class QualityFixture : IAsyncLifetime
{
    private readonly InferenceEngine _engine;

    public QualityFixture()
    {
        var models = Repository.PathOf("src", "models");
        var library = new Lazy<LlamaLibrary>(() => LlamaLibrary.Load(new LlamaLibraryOptions()));
        _engine = new InferenceEngine(
            new ModelCatalog(Path.Join(models, "none"), [models]),
            new LlamaModelLoader(() => library.Value, EngineOptions.For(Environment.ProcessorCount)).Load,
            TimeProvider.System
        );
    }

    public IInferenceEngine Engine => _engine;

    public CodeSnapshot Code { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var project = Repository.PathOf("src", "GptOssDev.Harmony");
        var request = new WorkspaceRequest(project, WorkspaceTrust.Trusted) { Root = project };
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Assert.True(workspace.State.IsFull, string.Join("; ", workspace.State.Projects.Select(p => p.Reason)));
        Code = await workspace.SnapshotAsync();
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
