using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Llama;

namespace GptOssDev.Tests.Quality;

/// <summary>The bundled model.</summary>
public sealed class ModelFixture : IAsyncDisposable
{
    private readonly InferenceEngine _engine;

    public ModelFixture()
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

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
