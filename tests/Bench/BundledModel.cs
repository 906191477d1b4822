using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Llama;

namespace GptOssDev.Tests.Bench;

/// <summary>An engine of this process that knows the bundled model alone and computes it on the processors.</summary>
internal static class BundledModel
{
    /// <exception cref="BenchmarkException">The native library cannot be loaded.</exception>
    public static (LlamaLibrary Library, InferenceEngine Engine) Open(int contextTokens)
    {
        LlamaLibrary library;
        try
        {
            library = LlamaLibrary.Load(new LlamaLibraryOptions());
        }
        catch (LlamaException e)
        {
            throw new BenchmarkException(e.Message, e);
        }

        var options = EngineOptions.For(Threads.Count) with { ContextTokens = contextTokens, GpuLayers = 0 };
        var catalog = new ModelCatalog(
            Repository.PathOf("artifacts", "no-models"),
            [Repository.PathOf("src", "models")]
        );
        return (
            library,
            new InferenceEngine(catalog, new LlamaModelLoader(() => library, options).Load, TimeProvider.System)
        );
    }
}
