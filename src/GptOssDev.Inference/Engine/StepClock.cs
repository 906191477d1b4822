using System.Numerics;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Bounds the prompt tokens of one step so that a step stays near <see cref="Target"/> on this machine: whoever comes next
/// waits no longer than that, and a cancelled prompt is gone by then.
/// </summary>
/// <remarks>
/// The rate is a moving average over steps large enough to tell; the first step after loading is small because nothing is
/// known yet. Used by the engine's thread alone.
/// </remarks>
internal sealed class StepClock(int batchTokens)
{
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(400);
    private const int Smallest = 32;
    private double _tokensPerSecond;

    /// <summary>
    /// Prompt tokens the next step may carry. A power of two, because the shape of a batch moves the rounding of its logits:
    /// small changes of the machine's speed should not change an answer.
    /// </summary>
    public int PrefillBudget
    {
        get
        {
            var wanted = _tokensPerSecond == 0 ? 2 * Smallest : (int)(_tokensPerSecond * Target.TotalSeconds);
            return Math.Min(
                batchTokens,
                Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)wanted + 1) / 2)
            );
        }
    }

    public void Measured(int tokens, TimeSpan elapsed)
    {
        if (tokens >= Smallest / 2 && elapsed > TimeSpan.Zero)
        {
            var rate = tokens / elapsed.TotalSeconds;
            _tokensPerSecond = _tokensPerSecond == 0 ? rate : (0.7 * _tokensPerSecond) + (0.3 * rate);
        }
    }
}
