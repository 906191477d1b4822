using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;

namespace GptOssDev.Inference.Memory;

/// <summary>
/// Computes what a placement of a model needs, before anything of it is loaded. Pure. Weights and keys and values are exact;
/// the buffers of a graph follow from the largest tensors of one step: the logits of a full batch, the scores where the fused
/// attention does not avoid them, the experts' inner values.
/// </summary>
public sealed class MemoryEstimate(GgufLayout layout, EngineOptions options)
{
    private const int FloatBytes = 4;

    // The native side rounds a context up to a multiple of this, and the window's cache too.
    private const int CellStep = 256;

    // Tensors of one layer that live at the same time beside the largest: queries, residual, norm, output.
    private const int LiveTensors = 4;

    public GgufLayout Layout => layout;

    public EngineOptions Options => options;

    /// <summary>All layers and the output on the GPU.</summary>
    public int AllGpuLayers => layout.Layers.Count + 1;

    public long LargestLayerBytes => layout.Layers.Max(layer => layer.Total);

    public MemoryPlan Plan(ModelPlacement placement)
    {
        var firstOnGpu = AllGpuLayers - placement.GpuLayers;
        var compute = ComputeBytes(placement.ContextTokens);
        var host = new MemoryBreakdown(
            layout.InputBytes,
            0,
            placement.GpuLayers < AllGpuLayers ? compute : HostBuffer()
        );
        var gpu = new MemoryBreakdown(0, 0, placement.GpuLayers > 0 ? compute : 0);
        if (placement.CpuExpertLayers > firstOnGpu)
        {
            host = host with { Compute = compute };
        }

        var kv = LayerKvBytes(placement.ContextTokens);
        for (var layer = 0; layer < layout.Layers.Count; layer++)
        {
            var bytes = layout.Layers[layer];
            if (layer < firstOnGpu)
            {
                host = host with { Weights = host.Weights + bytes.Total, Kv = host.Kv + kv };
                continue;
            }

            var expertsOnHost = layer < placement.CpuExpertLayers;
            host = host with { Weights = host.Weights + (expertsOnHost ? bytes.Experts : 0) };
            gpu = gpu with
            {
                Weights = gpu.Weights + bytes.Rest + (expertsOnHost ? 0 : bytes.Experts),
                Kv = gpu.Kv + kv,
            };
        }

        return placement.GpuLayers > 0
            ? new MemoryPlan(placement, host, gpu with { Weights = gpu.Weights + layout.OutputBytes })
            : new MemoryPlan(placement, host with { Weights = host.Weights + layout.OutputBytes }, gpu);
    }

    /// <summary>Keys and values of one layer, a windowed one too: it has room for all positions.</summary>
    private long LayerKvBytes(int contextTokens)
    {
        var numbers = RoundUp(contextTokens) * layout.KvHeads * layout.HeadLength;
        return 2 * (numbers / options.KvType.BlockNumbers() * options.KvType.BlockBytes());
    }

    private long ComputeBytes(int contextTokens)
    {
        long batch = options.BatchTokens;
        var logits = batch * layout.Vocabulary;
        // Without the fused kernel each head's scores of the whole batch over all cells are written out, and their softmax.
        var scores =
            options.FlashAttention == FlashAttention.Disabled ? 2 * batch * RoundUp(contextTokens) * layout.Heads : 0;
        var experts = batch * layout.ExpertsUsed * (2L * layout.FeedForward + layout.Embedding);
        var live = LiveTensors * batch * Math.Max(layout.Embedding, (long)layout.Heads * layout.HeadLength);
        var mask = 2 * batch * RoundUp(contextTokens);
        return FloatBytes * (Math.Max(Math.Max(logits, scores), experts) + live + mask) + HostBuffer();
    }

    /// <summary>Logits given out, one row a sequence.</summary>
    private long HostBuffer() => (long)FloatBytes * layout.Vocabulary * options.Sequences;

    private static long RoundUp(long cells) => (cells + CellStep - 1) / CellStep * CellStep;
}
