using GptOssDev.Inference.Scheduling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Sizes the prompt part of the next step from what steps cost on this machine. Used by the engine's thread alone.
/// </summary>
internal sealed class StepBudgetPolicy(int batchTokens, bool canAbort, StepCostModel clock, TimeProvider time)
{
    /// <summary>What a step may take beside a reader of the same rank, and where it cannot be given up.</summary>
    private static readonly TimeSpan _bound = TimeSpan.FromMilliseconds(100);

    // Prompts are computed faster in longer steps. Who reads waits longer where that ends the waiting of many.
    private const int MostCrowd = 5;

    /// <summary>So long after a keystroke the next one is expected: a step that it would interrupt is work for nothing.</summary>
    private static readonly TimeSpan _typing = TimeSpan.FromSeconds(2);

    private const int LeastBeside = 16;
    private const int LeastBelow = 4;
    private long? _keystroke;

    public void KeystrokeCame() => _keystroke = time.GetTimestamp();

    /// <param name="running">In the scheduler's order.</param>
    public StepBudget Next(ReadOnlySpan<ScheduledSequence> running)
    {
        var isTyping = _keystroke is { } last && time.GetElapsedTime(last) < _typing;
        var mayBeLong = canAbort && !isTyping;
        var beside = clock.MaxTokensWithin(
            mayBeLong ? _bound * Crowd(running) : _bound,
            Math.Min(LeastBeside, batchTokens)
        );
        // A reader of a higher rank gets at least half of the pace it would have alone.
        var below = clock.MaxTokensWithin(
            TimeSpan.FromSeconds(2 * clock.Seconds(1)),
            Math.Min(LeastBelow, batchTokens)
        );
        return new StepBudget(
            Batch: batchTokens,
            Keystroke: canAbort ? batchTokens : beside,
            Exclusive: mayBeLong ? batchTokens : beside,
            beside,
            below
        );
    }

    /// <summary>How many wait for their first token in the rank of the first who reads; at least 1.</summary>
    private static int Crowd(ReadOnlySpan<ScheduledSequence> running)
    {
        RequestPriority? rank = null;
        foreach (var sequence in running)
        {
            rank ??= sequence.Decoding ? sequence.Priority : null;
        }

        var waiting = 0;
        foreach (var sequence in running)
        {
            waiting += !sequence.Decoding && sequence.Priority == rank ? 1 : 0;
        }

        return Math.Clamp(waiting, 1, MostCrowd);
    }
}
