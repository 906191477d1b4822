using GptOssDev.Llama;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Loads a model file and makes its context and runner. Blocks the calling thread for as long as that takes; a failure
/// leaves nothing behind.
/// </summary>
public static class LlamaModelLoader
{
    /// <summary>Loads the weights and makes the context.</summary>
    /// <param name="findLibrary">Called on this thread; its failure is this one's.</param>
    /// <param name="progress">From 0 to 1, called on this thread.</param>
    /// <exception cref="InferenceException">The file, the library or the memory is not up to it.</exception>
    public static LlamaModelRunner Load(
        Func<LlamaLibrary> findLibrary,
        ModelFile file,
        EngineOptions options,
        Action<float> progress,
        CancellationToken cancellationToken
    )
    {
        LlamaModel? model = null;
        LlamaContext? context = null;
        try
        {
            var library = findLibrary();
            var gpuLayers = library.SupportsGpuOffload ? options.GpuLayers : 0;
            model = LlamaModel.Load(
                library,
                file.Path,
                new ModelLoadOptions
                {
                    GpuLayers = gpuLayers,
                    Progress = value =>
                    {
                        progress(value);
                        return !cancellationToken.IsCancellationRequested;
                    },
                }
            );
            var contextTokens = Math.Min(options.ContextTokens, model.TrainedContext);
            var windowed = model.SlidingWindow > 0 && model.SlidingWindow < contextTokens;
            // A context takes no more sequences than tokens, twins included.
            var room = Math.Min(contextTokens, options.BatchTokens);
            var sequences = Math.Clamp(options.Sequences, 1, Math.Max(1, windowed ? room / 2 : room));
            context = LlamaContext.Create(
                model,
                new ContextOptions
                {
                    ContextTokens = contextTokens,
                    BatchTokens = options.BatchTokens,
                    MicroBatchTokens = options.BatchTokens,
                    MaxSequences = windowed ? 2 * sequences : sequences,
                    Threads = options.Threads,
                    BatchThreads = options.Threads,
                }
            );
            return new LlamaModelRunner(
                model,
                context,
                Describe(file, model, context, gpuLayers < 0 ? model.LayerCount : gpuLayers),
                sequences
            );
        }
        catch (LlamaException failure)
        {
            context?.Dispose();
            model?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw LlamaFailures.ToInference(failure);
        }
    }

    private static ModelInfo Describe(ModelFile file, LlamaModel model, LlamaContext context, int gpuLayers) =>
        new(
            file.Name,
            file.Path,
            model.Info.Architecture,
            model.ParameterCount,
            model.Info.FileBytes,
            context.ContextTokens,
            BackendName(model.Library, gpuLayers),
            gpuLayers
        );

    private static string BackendName(LlamaLibrary library, int gpuLayers) =>
        gpuLayers == 0
            ? "CPU"
            : library.Devices.FirstOrDefault(d => d.Kind is LlamaDeviceKind.Gpu or LlamaDeviceKind.IntegratedGpu)?.Name
                ?? "CPU";
}
