namespace GptOssDev.Inference.Memory;

/// <summary>
/// Chooses where a model goes. Pure. The plans come best first and each smaller than the one before: who could not load one
/// tries the next. Order: everything on the GPU; the experts of more and more first layers on the CPU, which costs least speed
/// for the memory it frees because a token uses few of them; with all experts there, fewer layers on the GPU; the CPU alone;
/// then half the context, down to a bound.
/// </summary>
public sealed class PlacementPlanner(MemoryEstimate estimate, AvailableMemory free)
{
    /// <summary>What the choice is left to takes this many tokens on a CPU, where a long prompt takes minutes.</summary>
    public const int UsualContext = 8192;

    /// <summary>And this many where all of it fits the GPU.</summary>
    public const int LargeContext = 32_768;

    // A prompt about a few files still fits.
    private const int LeastContext = 2048;

    /// <param name="trainedContext">The most tokens the model can have.</param>
    public IEnumerable<MemoryPlan> Plans(int trainedContext)
    {
        MemoryPlan? last = null;
        foreach (var plan in Candidates(trainedContext))
        {
            if (last is null || plan.IsSmallerThan(last))
            {
                yield return last = plan;
            }
        }
    }

    /// <summary>The plan that needs least, whether it fits or not.</summary>
    public MemoryPlan Smallest(int trainedContext) =>
        estimate.Plan(new ModelPlacement(0, 0, Contexts(Wanted(trainedContext)).Last()));

    private IEnumerable<MemoryPlan> Candidates(int trainedContext)
    {
        var options = estimate.Options;
        var asked = options.GpuLayers >= 0 || options.CpuExpertLayers is not null;
        if (free.HasGpu && options.ContextTokens == 0)
        {
            // The large context is a gift of a GPU that has room for all of it.
            var large = Plan(estimate.AllGpuLayers, 0, Math.Min(LargeContext, trainedContext));
            if (!asked && Fits(large))
            {
                yield return large;
            }
        }

        foreach (var context in Contexts(Wanted(trainedContext)))
        {
            foreach (var plan in free.HasGpu ? Placements(context) : [Plan(0, 0, context)])
            {
                // What the user asked for is tried even against the estimate: a GPU that is full says so.
                if (asked ? free.HoldsOnHost(plan) : Fits(plan))
                {
                    asked = false;
                    yield return plan;
                }
            }
        }
    }

    private int Wanted(int trainedContext) =>
        Math.Min(estimate.Options.ContextTokens > 0 ? estimate.Options.ContextTokens : UsualContext, trainedContext);

    private IEnumerable<MemoryPlan> Placements(int context)
    {
        var layers = estimate.Layout.Layers.Count;
        var most = estimate.Options.GpuLayers;
        most = most < 0 ? estimate.AllGpuLayers : Math.Min(most, estimate.AllGpuLayers);
        var firstOnGpu = estimate.AllGpuLayers - most;
        var fewestExperts = Math.Min(estimate.Options.CpuExpertLayers ?? 0, layers);
        if (most > 0)
        {
            yield return Plan(most, fewestExperts, context);
        }

        for (var experts = Math.Max(firstOnGpu, fewestExperts) + 1; experts <= layers && most > 0; experts++)
        {
            yield return Plan(most, experts, context);
        }

        for (var gpu = most - 1; gpu > 0; gpu--)
        {
            yield return Plan(gpu, layers, context);
        }

        yield return Plan(0, 0, context);
    }

    private static IEnumerable<int> Contexts(int wanted)
    {
        yield return wanted;
        for (var half = wanted / 2; half >= LeastContext; half /= 2)
        {
            yield return half;
        }
    }

    private MemoryPlan Plan(int gpuLayers, int cpuExpertLayers, int context) =>
        estimate.Plan(new ModelPlacement(gpuLayers, cpuExpertLayers, context));

    private bool Fits(MemoryPlan plan) => free.HoldsOnHost(plan) && free.HoldsOnGpu(plan, estimate.LargestLayerBytes);
}
