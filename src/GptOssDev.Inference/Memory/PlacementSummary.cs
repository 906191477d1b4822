using System.Globalization;
using GptOssDev.Inference.Machine;

namespace GptOssDev.Inference.Memory;

/// <summary>Says in one line where a load is not as the settings, or a machine large enough, would have it. Pure.</summary>
internal static class PlacementSummary
{
    /// <param name="retried">Whether a larger plan was tried and failed.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public static string? For(
        string model,
        MemoryEstimate estimate,
        MemoryPlan plan,
        AvailableMemory free,
        int trainedContext,
        bool retried
    )
    {
        var (options, placement) = (estimate.Options, plan.Placement);
        var parts = new List<string>();
        var wantedGpu =
            options.GpuLayers < 0 ? estimate.AllGpuLayers : Math.Min(options.GpuLayers, estimate.AllGpuLayers);
        if (free.HasGpu && placement.GpuLayers < wantedGpu)
        {
            parts.Add(
                placement.GpuLayers == 0
                    ? "it runs on the CPU alone"
                    : Text($"{placement.GpuLayers} of {estimate.AllGpuLayers} layers are on the GPU")
            );
        }

        if (placement.GpuLayers > 0 && placement.CpuExpertLayers > (options.CpuExpertLayers ?? 0))
        {
            parts.Add(
                Text(
                    $"the experts of {placement.CpuExpertLayers} of {estimate.Layout.Layers.Count} layers are on the CPU"
                )
            );
        }

        var reachable = Math.Min(options.ContextTokens, trainedContext);
        if (
            placement.ContextTokens
            < (reachable > 0 ? reachable : Math.Min(PlacementPlanner.UsualContext, trainedContext))
        )
        {
            parts.Add(Text($"the context has {placement.ContextTokens} tokens"));
        }

        var remarks = new List<string>();
        if (parts.Count > 0)
        {
            var why = retried ? "memory ran out while it loaded" : "memory is short";
            remarks.Add($"{model}: {why}, so {string.Join(" and ", parts)}");
        }

        if (options.ContextTokens > trainedContext)
        {
            remarks.Add(
                Text(
                    $"contextTokens {options.ContextTokens} is more than {model} was trained on: {trainedContext} are used"
                )
            );
        }

        if (options.ContextTokens is > 0 and < EngineOptions.LeastContextTokens)
        {
            remarks.Add(
                Text(
                    $"contextTokens {options.ContextTokens} is too few for any request: {EngineOptions.LeastContextTokens} are used"
                )
            );
        }

        if (!free.HasGpu && options.GpuLayers > 0)
        {
            remarks.Add(
                Text($"gpuLayers {options.GpuLayers} has no effect: the native library has no GPU here (gptoss doctor)")
            );
        }

        return remarks.Count == 0 ? null : string.Join("; ", remarks);
    }

    /// <summary>What a model needs at least, what there is, and what mends it.</summary>
    public static string Refusal(string model, MemoryPlan smallest, HostMemory host)
    {
        var need = smallest.Host;
        var limit = host.IsGroupLimit ? "left under this container's memory limit" : "free";
        return Text(
            $"{model} needs {Gigabytes(need.Total)} of memory ({Gigabytes(need.Weights)} weights, {Gigabytes(need.Kv)} cache, {Gigabytes(need.Compute)} buffers) and {Gigabytes(host.FreeBytes)} are {limit}: end other programs, or choose a smaller model (gptoss model list)"
        );
    }

    private static string Gigabytes(long bytes) => Text($"{bytes / 1e9:0.0} GB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
