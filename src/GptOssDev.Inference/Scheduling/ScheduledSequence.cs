namespace GptOssDev.Inference.Scheduling;

/// <summary>What the scheduler knows of a sequence that holds cells.</summary>
/// <param name="Deadline">See <see cref="Scheduler"/>.</param>
/// <param name="Pending">
/// Known tokens that are not in the KV cache: the rest of a prompt, or the token sampled last. 0 while it is held: all is
/// computed, but it is not known yet what its next token may be.
/// </param>
/// <param name="Decoding">Whether it has sampled a token, and so somebody reads along.</param>
internal readonly record struct ScheduledSequence(
    int Id,
    RequestPriority Priority,
    long Deadline,
    int Pending,
    bool Decoding
);

/// <summary>A sequence's share of one decode step.</summary>
/// <param name="Tokens">How many of its pending tokens.</param>
/// <param name="Sample">Whether they are the last ones, so that the next token can be sampled.</param>
internal readonly record struct StepEntry(int Id, int Tokens, bool Sample);

/// <summary>Tokens of one decode step; each a power of two or the whole batch.</summary>
/// <param name="Batch">What a step may carry at all.</param>
/// <param name="Keystroke">Prompt tokens of keystrokes, for which everything else pauses, while none of them is read.</param>
/// <param name="Exclusive">Prompt tokens where nobody as important reads along.</param>
/// <param name="SharedEqualRank">Prompt tokens beside readers of the same rank: the step stays within its time.</param>
/// <param name="SharedHigherRank">Prompt tokens beside readers of a higher rank, which they are to slow down little.</param>
internal readonly record struct StepBudget(
    int Batch,
    int Keystroke,
    int Exclusive,
    int SharedEqualRank,
    int SharedHigherRank
);
