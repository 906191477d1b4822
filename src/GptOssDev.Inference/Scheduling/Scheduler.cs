namespace GptOssDev.Inference.Scheduling;

/// <summary>
/// Decides who goes first and what the next decode step computes. Pure: it holds no state, knows no model and runs on the
/// engine's thread.
/// </summary>
/// <remarks>
/// The policy, in order:
/// <list type="number">
/// <item>
/// While a keystroke has work, only keystrokes run; everything else pauses and keeps its cells. One that is held has none, but
/// will have at any moment: prompts beside it are cut small.
/// </item>
/// <item>Every other sequence that generates gets its one token in each step (continuous batching).</item>
/// <item>
/// Prompts get what room the step has for them, by rank. The room is small where somebody of the same rank reads along, but
/// grows with how many wait; smaller below a reader of a higher rank: a long prompt stalls no stream.
/// </item>
/// <item>
/// Within a rank the earliest deadline goes first. A deadline is the tokens that the engine had computed when the request
/// came, plus those of its prompt: short prompts overtake long ones, but only as many as fit into the long one's own work,
/// so nobody starves.
/// </item>
/// </list>
/// </remarks>
internal static class Scheduler
{
    /// <summary>Negative when a request of the first rank and deadline goes before one of the second.</summary>
    public static int Compare(RequestPriority priority, long deadline, RequestPriority other, long otherDeadline) =>
        priority != other ? priority.CompareTo(other) : deadline.CompareTo(otherDeadline);

    /// <summary>Whether a keystroke has work.</summary>
    public static bool HasKeystroke(ReadOnlySpan<ScheduledSequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            if (sequence is { Priority: RequestPriority.Keystroke, Pending: > 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="sequences">Sequences that hold cells, in the order of <see cref="Compare"/>.</param>
    /// <param name="plan">Cleared and filled: at most one entry a sequence.</param>
    public static void Plan(ReadOnlySpan<ScheduledSequence> sequences, StepBudget room, List<StepEntry> plan)
    {
        plan.Clear();
        if (sequences.IsEmpty)
        {
            return;
        }

        if (HasKeystroke(sequences))
        {
            // They come first in the order.
            var others = 1;
            while (others < sequences.Length && sequences[others].Priority == RequestPriority.Keystroke)
            {
                others++;
            }

            sequences = sequences[..others];
        }

        var free = room.Batch;
        RequestPriority? reader = null;
        foreach (var sequence in sequences)
        {
            if (sequence.Pending == 0)
            {
                reader ??= sequence.Priority;
            }
            else if (sequence.Pending == 1 && free > 0)
            {
                plan.Add(new StepEntry(sequence.Id, Tokens: 1, Sample: true));
                free--;
                reader ??= sequence.Decoding ? sequence.Priority : null;
            }
        }

        var prompts = 0;
        foreach (var sequence in sequences)
        {
            if (sequence.Pending > 1)
            {
                var chunk = Math.Min(sequence.Pending, Math.Min(free, Most(sequence.Priority) - prompts));
                if (chunk > 0)
                {
                    plan.Add(new StepEntry(sequence.Id, chunk, Sample: chunk == sequence.Pending));
                    free -= chunk;
                    prompts += chunk;
                }
            }
        }

        int Most(RequestPriority priority) =>
            reader is not { } rank || rank > priority
                ? priority == RequestPriority.Keystroke
                    ? room.Keystroke
                    : room.Exclusive
                : rank == priority
                    ? room.SharedEqualRank
                    : room.SharedHigherRank;
    }
}
