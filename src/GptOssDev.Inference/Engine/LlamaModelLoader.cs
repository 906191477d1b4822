using GptOssDev.Inference.Machine;
using GptOssDev.Inference.Memory;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Loads a model file and makes its context and runner: by the best plan that fits the memory there is, and by smaller ones
/// while the native side runs out of it. Holds no model; a failure leaves nothing behind. Loading blocks the calling thread
/// for as long as it takes.
/// </summary>
/// <param name="findLibrary">Called on the loading thread; its failure is the load's.</param>
/// <param name="readMemory">Memory the process may take, asked at each load; null refuses nothing for want of it.</param>
public sealed class LlamaModelLoader(
    Func<LlamaLibrary> findLibrary,
    EngineOptions options,
    Func<HostMemory?>? readMemory = null
)
{
    /// <summary>Loads the weights and makes the context.</summary>
    /// <param name="failed">A plan that ran out of memory later: only smaller ones are tried. Null tries all.</param>
    /// <param name="progress">From 0 to 1, called on this thread.</param>
    /// <exception cref="InferenceException">
    /// The file, the library, the options or the memory is not up to it, or there is no smaller plan.
    /// </exception>
    public LlamaModelRunner Load(
        ModelFile file,
        MemoryPlan? failed,
        Action<float> progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var library = findLibrary();
            var info = GgufModelCheck.Check(file.Path);
            CheckOptions(info);
            var estimate = new MemoryEstimate(info.Layout, options);
            var host = readMemory?.Invoke();
            var free = AvailableMemory.Of(host, library.SupportsGpuOffload ? library.CurrentDevices() : []);
            var planner = new PlacementPlanner(estimate, free);
            using var opening = new Opening(library, file, info, options, progress, cancellationToken);
            return PlacementFallback.First(
                    planner.Plans(info.ContextLength).Where(plan => failed is null || plan.IsSmallerThan(failed)),
                    (plan, retried) =>
                        opening.Open(
                            plan,
                            PlacementSummary.For(file.Name, estimate, plan, free, info.ContextLength, retried)
                        )
                )
                ?? throw new InferenceException(
                    InferenceFailure.OutOfMemory,
                    host is { } memory
                        ? PlacementSummary.Refusal(file.Name, planner.Smallest(info.ContextLength), memory)
                        : $"{file.Name} ran out of memory and cannot be loaded smaller: choose a smaller model (gptoss model list)"
                );
        }
        catch (LlamaException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw LlamaErrorMapper.ToInference(failure);
        }
    }

    private void CheckOptions(GgufModelInfo info)
    {
        var type = options.KvType;
        if (type.NeedsFlashAttention() && options.FlashAttention == FlashAttention.Disabled)
        {
            throw Contradiction(
                "a kvType of fewer bits needs flash attention: set flashAttention to auto, or kvType to f16"
            );
        }

        if (info.Layout.HeadLength % type.BlockNumbers() != 0)
        {
            throw Contradiction(
                $"this kvType does not suit {info.Name}, whose heads have {info.Layout.HeadLength} numbers: set kvType to f16"
            );
        }

        if (options.Threads is < 1 or > EngineOptions.MaxThreads)
        {
            throw Contradiction($"threads {options.Threads} is not between 1 and {EngineOptions.MaxThreads}");
        }

        if (options.BatchTokens < 1)
        {
            throw Contradiction($"batchTokens {options.BatchTokens} is below 1");
        }
    }

    private static InferenceException Contradiction(string message) => new(InferenceFailure.OptionsUnusable, message);

    /// <summary>One load's tries: keeps the weights from one to the next where only the context changes.</summary>
    private sealed class Opening(
        LlamaLibrary library,
        ModelFile file,
        GgufModelInfo info,
        EngineOptions options,
        Action<float> progress,
        CancellationToken cancellationToken
    ) : IDisposable
    {
        private LlamaModel? _model;
        private (int GpuLayers, int CpuExpertLayers) _placed;

        public LlamaModelRunner Open(MemoryPlan plan, string? note)
        {
            var model = Weights(plan.Placement);
            var contextTokens = Math.Max(plan.Placement.ContextTokens, EngineOptions.LeastContextTokens);
            var batchTokens = Math.Min(options.BatchTokens, contextTokens);
            var hasTwins = model.SlidingWindow > 0 && model.SlidingWindow < contextTokens;
            // A context takes no more sequences than a batch has tokens, twins included.
            var sequences = Math.Clamp(options.Sequences, 1, Math.Max(1, hasTwins ? batchTokens / 2 : batchTokens));
            var context = LlamaContext.Create(
                model,
                new ContextOptions
                {
                    ContextTokens = contextTokens,
                    BatchTokens = batchTokens,
                    MicroBatchTokens = batchTokens,
                    MaxSequences = hasTwins ? 2 * sequences : sequences,
                    Threads = options.Threads,
                    BatchThreads = options.Threads,
                    FlashAttention = options.FlashAttention,
                    KvType = options.KvType,
                    FullSlidingWindow = true,
                }
            );
            _model = null;
            return new LlamaModelRunner(model, context, Describe(model, context, plan, note), sequences);
        }

        public void Dispose() => _model?.Dispose();

        private LlamaModel Weights(ModelPlacement placement)
        {
            if (_model is not null && _placed == (placement.GpuLayers, placement.CpuExpertLayers))
            {
                return _model;
            }

            _model?.Dispose();
            _model = null;
            _placed = (placement.GpuLayers, placement.CpuExpertLayers);
            return _model = LlamaModel.Load(
                library,
                file.Path,
                info,
                new ModelLoadOptions
                {
                    GpuLayers = placement.GpuLayers,
                    CpuExpertLayers = placement.CpuExpertLayers,
                    Progress = value =>
                    {
                        progress(value);
                        return !cancellationToken.IsCancellationRequested;
                    },
                }
            );
        }

        private ModelInfo Describe(LlamaModel model, LlamaContext context, MemoryPlan plan, string? note)
        {
            List<LlamaBuffer> buffers = [.. model.Buffers, .. context.Buffers];
            var gpu = Share(buffers, onHost: false);
            // What the CPU keeps rearranged is told beside the mapped file it came from, whose pages it needs no more.
            var host = Share(buffers, onHost: true) with
            {
                Weights = model.SizeBytes - gpu.Weights,
            };
            return new ModelInfo(
                file.Name,
                file.Path,
                info.Architecture,
                model.ParameterCount,
                info.FileBytes,
                context.ContextTokens,
                plan.UsesGpu ? GpuName() : "CPU",
                Math.Min(plan.Placement.GpuLayers, model.LayerCount)
            )
            {
                Load = new LoadReport(
                    plan,
                    host,
                    gpu,
                    options.Threads,
                    context.BatchTokens,
                    context.UsesFlashAttention,
                    options.KvType,
                    note
                ),
            };
        }

        private string GpuName() =>
            library.Devices.FirstOrDefault(d => d.Kind is LlamaDeviceKind.Gpu or LlamaDeviceKind.IntegratedGpu)?.Name
            ?? "CPU";

        private static MemoryBreakdown Share(List<LlamaBuffer> buffers, bool onHost)
        {
            long Sum(LlamaBufferKind kind) =>
                buffers.Where(b => b.Kind == kind && b.IsOnHost == onHost).Sum(b => b.Bytes);
            return new MemoryBreakdown(
                Sum(LlamaBufferKind.Weights),
                Sum(LlamaBufferKind.Kv),
                Sum(LlamaBufferKind.Compute)
            );
        }
    }
}
