namespace GptOssDev.Inference.Scheduling;

/// <summary>What the scheduler knows of a sequence.</summary>
/// <param name="Arrival">Rises with each request: the order within a rank.</param>
/// <param name="PendingPrompt">Prompt tokens not yet decoded; 0 while the sequence generates.</param>
internal readonly record struct ScheduledSequence(int Id, RequestPriority Priority, long Arrival, int PendingPrompt);

/// <summary>A sequence's share of one decode step.</summary>
/// <param name="Tokens">The next tokens of its prompt, or 1: the token sampled last.</param>
/// <param name="Sample">Whether the logits of the last of them are wanted.</param>
internal readonly record struct StepEntry(int Id, int Tokens, bool Sample);

/// <param name="BatchTokens">Tokens that one decode step may carry.</param>
/// <param name="ContextTokens">Cells of the KV cache, shared by all sequences.</param>
/// <param name="KeystrokeReserve">Cells that only a keystroke may take, so that it never waits for room.</param>
internal sealed record SchedulerLimits(int BatchTokens, int ContextTokens, int KeystrokeReserve);
