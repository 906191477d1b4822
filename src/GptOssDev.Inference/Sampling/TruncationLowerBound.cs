using System.Numerics.Tensors;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// Cheap lower bounds of where a truncation will cut. All that weighs less is dropped in one vectorised pass, and the exact
/// selection sees a few tokens in place of the vocabulary.
/// </summary>
internal static class TruncationLowerBound
{
    // Maxima are taken over runs at least this long: short enough that there are more of them than any usual top-k.
    private const int ShortestRun = 128;
    private const float Step = 1f / 64;

    // The sum of a subset is rounded otherwise than the total.
    private const double Rounding = 1e-6;

    /// <summary>
    /// Not above the <paramref name="count"/>-th largest weight: it is the count-th largest among the maxima of runs, and as
    /// many weights reach it.
    /// </summary>
    /// <param name="maxima">Room for the maxima: the more, the closer the bound.</param>
    public static float ForCount(ReadOnlySpan<float> weights, int count, Span<float> maxima, WeightSelection selection)
    {
        var run = Math.Max(ShortestRun, (weights.Length + maxima.Length - 1) / maxima.Length);
        var runs = (weights.Length + run - 1) / run;
        if (runs <= count)
        {
            return 0;
        }

        for (var i = 0; i < runs; i++)
        {
            maxima[i] = TensorPrimitives.Max(weights[(i * run)..Math.Min((i + 1) * run, weights.Length)]);
        }

        return selection.ByCount(maxima[..runs], count).Weight;
    }

    /// <summary>Tokens that weigh at least this reach <paramref name="mass"/> together.</summary>
    /// <param name="total">Sum of all weights.</param>
    public static float ForMass(ReadOnlySpan<float> weights, double mass, double total)
    {
        // What lies below this cannot add up to the rest of the total even if all of it did.
        var safe = (float)((total - mass) / weights.Length);
        for (var floor = Step; floor > safe; floor *= Step)
        {
            if (Softmax.SumAtLeast(weights, floor) >= mass + (Rounding * total))
            {
                return floor;
            }
        }

        return Math.Max(0, safe);
    }
}
