namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Decides what the next decode step computes. Pure: it holds no state, knows no model and runs on the engine's thread.
/// </summary>
/// <remarks>
/// The policy, in order:
/// <list type="number">
/// <item>While a keystroke has work, only keystrokes run; everything else pauses and keeps its cells.</item>
/// <item>Every decoding sequence gets its one token (continuous batching), so nobody's stream stalls.</item>
/// <item>What is left of the prefill budget goes to prompts, highest rank first, earliest arrival within a rank.</item>
/// </list>
/// A batch never exceeds <see cref="SchedulerLimits.BatchTokens"/>.
/// </remarks>
internal static class Scheduler
{
    /// <param name="sequences">Sequences that hold cells; the order does not matter.</param>
    /// <param name="prefillBudget">Prompt tokens this step may carry, at least 1.</param>
    /// <param name="plan">Cleared and filled: at most one entry a sequence.</param>
    public static void Plan(
        IReadOnlyList<ScheduledSequence> sequences,
        SchedulerLimits limits,
        int prefillBudget,
        List<StepEntry> plan
    )
    {
        plan.Clear();
        var keystrokesOnly = false;
        foreach (var sequence in sequences)
        {
            keystrokesOnly |= sequence.Priority == RequestPriority.Keystroke;
        }

        var free = limits.BatchTokens;
        foreach (var sequence in InOrder(sequences, keystrokesOnly))
        {
            if (sequence.PendingPrompt == 0 && free > 0)
            {
                plan.Add(new StepEntry(sequence.Id, Tokens: 1, Sample: true));
                free--;
            }
        }

        var prefill = Math.Min(free, prefillBudget);
        foreach (var sequence in InOrder(sequences, keystrokesOnly))
        {
            if (sequence.PendingPrompt > 0 && prefill > 0)
            {
                var chunk = Math.Min(prefill, sequence.PendingPrompt);
                plan.Add(new StepEntry(sequence.Id, chunk, Sample: chunk == sequence.PendingPrompt));
                prefill -= chunk;
            }
        }
    }

    private static IEnumerable<ScheduledSequence> InOrder(
        IReadOnlyList<ScheduledSequence> sequences,
        bool keystrokesOnly
    ) =>
        sequences
            .Where(s => !keystrokesOnly || s.Priority == RequestPriority.Keystroke)
            .OrderBy(s => s.Priority)
            .ThenBy(s => s.Arrival);
}
