using System.Numerics;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Knows how long decode steps of so many tokens take on this machine, so that a step can be kept within a time and a guess
/// ahead be weighed. Used by the engine's thread alone.
/// </summary>
/// <remarks>
/// Keeps a moving average for each power of two; sizes not seen yet are taken in proportion from the nearest one that was.
/// </remarks>
internal sealed class StepClock
{
    private const double Weight = 0.25;
    private readonly int _batchTokens;
    private readonly double[] _seconds;

    public StepClock(int batchTokens)
    {
        _batchTokens = batchTokens;
        _seconds = new double[BitOperations.Log2((uint)batchTokens) + 2];
    }

    public void Measured(int tokens, TimeSpan elapsed)
    {
        ref var seconds = ref _seconds[Class(tokens)];
        var measured = elapsed.TotalSeconds * Size(Class(tokens)) / tokens;
        seconds = seconds == 0 ? measured : ((1 - Weight) * seconds) + (Weight * measured);
    }

    /// <summary>Seconds that a step of this many tokens takes; 0 while nothing was measured.</summary>
    public double Seconds(int tokens)
    {
        var wanted = Class(tokens);
        for (var distance = 0; distance < _seconds.Length; distance++)
        {
            // A smaller step overestimates a larger one, which errs on the safe side.
            if (wanted - distance >= 0 && _seconds[wanted - distance] > 0)
            {
                return _seconds[wanted - distance] * tokens / Size(wanted - distance);
            }

            if (wanted + distance < _seconds.Length && _seconds[wanted + distance] > 0)
            {
                return _seconds[wanted + distance] * tokens / Size(wanted + distance);
            }
        }

        return 0;
    }

    /// <summary>
    /// The most tokens whose step stays within this time: a power of two, because the shape of a batch moves the rounding of
    /// its logits, and small changes of the machine's pace should not change an answer.
    /// </summary>
    /// <param name="least">Returned where even that takes longer, and where nothing is known yet.</param>
    public int Within(TimeSpan time, int least)
    {
        var tokens = least;
        while (2 * tokens <= _batchTokens && Seconds(2 * tokens) is > 0 and var seconds && seconds <= time.TotalSeconds)
        {
            tokens *= 2;
        }

        return Math.Min(tokens, _batchTokens);
    }

    private static int Class(int tokens) => tokens <= 1 ? 0 : BitOperations.Log2((uint)tokens - 1) + 1;

    private static int Size(int power) => 1 << power;
}
