using System.Numerics;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// Knows how long decode steps of so many tokens take on this machine, so that a step can be kept within a time and a guess
/// ahead be weighed. Used by the engine's thread alone.
/// </summary>
/// <remarks>
/// A step costs a fixed part and one for each token, which shrinks where tokens share experts. So a moving average of tokens
/// and time is kept for each power of two, and what lies between two of them is taken from the line through them. Past the
/// largest that was seen, and below the smallest, time is taken in proportion.
/// </remarks>
internal sealed class StepCostModel
{
    private const double Weight = 0.25;
    private readonly int _batchTokens;

    // By power of two; no tokens: not seen yet. Their means rise with the power.
    private readonly (double Tokens, double Seconds)[] _means;

    public StepCostModel(int batchTokens)
    {
        _batchTokens = batchTokens;
        _means = new (double, double)[BitOperations.Log2((uint)batchTokens) + 2];
    }

    public void Record(int tokens, TimeSpan elapsed)
    {
        ref var mean = ref _means[Class(tokens)];
        var weight = mean.Tokens == 0 ? 1 : Weight;
        mean.Tokens += weight * (tokens - mean.Tokens);
        mean.Seconds += weight * (elapsed.TotalSeconds - mean.Seconds);
    }

    /// <summary>Seconds that a step of this many tokens takes; 0 while nothing was measured.</summary>
    public double Seconds(int tokens)
    {
        (double Tokens, double Seconds) smaller = default;
        foreach (var mean in _means)
        {
            if (mean.Tokens >= tokens)
            {
                return smaller.Tokens == 0
                    ? mean.Seconds * tokens / mean.Tokens
                    : smaller.Seconds
                        + (
                            (mean.Seconds - smaller.Seconds)
                            * (tokens - smaller.Tokens)
                            / (mean.Tokens - smaller.Tokens)
                        );
            }

            smaller = mean.Tokens == 0 ? smaller : mean;
        }

        // A smaller step overestimates a larger one, which errs on the safe side.
        return smaller.Tokens == 0 ? 0 : smaller.Seconds * tokens / smaller.Tokens;
    }

    /// <summary>
    /// The most tokens whose step stays within this time: a power of two, because the shape of a batch moves the rounding of
    /// its logits, and small changes of the machine's pace should not change an answer.
    /// </summary>
    /// <param name="least">Returned where even that takes longer, and where nothing is known yet.</param>
    public int MaxTokensWithin(TimeSpan time, int least)
    {
        var tokens = least;
        while (2 * tokens <= _batchTokens && Seconds(2 * tokens) is > 0 and var seconds && seconds <= time.TotalSeconds)
        {
            tokens *= 2;
        }

        return Math.Min(tokens, _batchTokens);
    }

    private static int Class(int tokens) => tokens <= 1 ? 0 : BitOperations.Log2((uint)tokens - 1) + 1;
}
