using GptOssDev.Inference.Scheduling;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Sizes the prompt part of the next step from what steps cost on this machine. Used by the engine's thread alone.
/// </summary>
internal sealed class StepRooms(int batchTokens, bool canAbort, StepClock clock, TimeProvider time)
{
    /// <summary>What a step may take beside a reader of the same rank, and where it cannot be given up.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(100);

    /// <summary>So long after a keystroke the next one is expected: a step that it would interrupt is work for nothing.</summary>
    private static readonly TimeSpan Typing = TimeSpan.FromSeconds(2);

    private const int LeastBeside = 16;
    private const int LeastBelow = 4;
    private long? _keystroke;

    public void KeystrokeCame() => _keystroke = time.GetTimestamp();

    public StepRoom Next()
    {
        var beside = clock.Within(Bound, Math.Min(LeastBeside, batchTokens));
        // A reader of a higher rank gets at least half of the pace it would have alone.
        var below = clock.Within(TimeSpan.FromSeconds(2 * clock.Seconds(1)), Math.Min(LeastBelow, batchTokens));
        var isTyping = _keystroke is { } last && time.GetElapsedTime(last) < Typing;
        return new StepRoom(batchTokens, canAbort && !isTyping ? batchTokens : beside, beside, below);
    }
}
