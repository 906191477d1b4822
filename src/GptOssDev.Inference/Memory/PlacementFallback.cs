using GptOssDev.Llama;

namespace GptOssDev.Inference.Memory;

/// <summary>
/// Tries plans in order until one loads. Only a failure that less memory may mend goes on to the next: one of the weights to a
/// plan with fewer of them on the GPU, one of the context to any smaller plan.
/// </summary>
internal static class PlacementFallback
{
    /// <param name="open">Loads by a plan; the second argument says whether an earlier one failed.</param>
    /// <returns>What was opened; null when there is no plan at all.</returns>
    /// <exception cref="LlamaException">The last plan's failure.</exception>
    public static T? First<T>(IEnumerable<MemoryPlan> plans, Func<MemoryPlan, bool, T> open)
        where T : class
    {
        LlamaException? failure = null;
        long? weightsBelow = null;
        foreach (var plan in plans)
        {
            if (plan.Gpu.Weights >= weightsBelow)
            {
                continue;
            }

            try
            {
                return open(plan, failure is not null);
            }
            catch (LlamaException e) when (e.Reason is LlamaFailure.LoadFailed or LlamaFailure.ContextFailed)
            {
                failure = e;
                weightsBelow = e.Reason == LlamaFailure.LoadFailed ? plan.Gpu.Weights : weightsBelow;
            }
        }

        return failure is null ? null : throw new LlamaException(failure.Reason, failure.Message, failure);
    }
}
