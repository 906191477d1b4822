using System.Runtime.CompilerServices;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// Where an ordering of weights, largest first and smaller positions first among equals, is cut off: kept is what weighs
/// more than <paramref name="Weight"/>, and what weighs the same up to position <paramref name="LastTie"/>.
/// </summary>
internal readonly record struct TruncationThreshold(float Weight, int LastTie)
{
    public static TruncationThreshold KeepAll { get; } = new(0, int.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Keeps(float weight, int position) => weight > Weight || (weight == Weight && position <= LastTie);
}

/// <summary>
/// Finds how far down the ordered weights a number of them or a share of their sum reaches, without ordering them: a radix
/// selection over the bits of the weights (MSD radix sort that follows one bucket only; the bits of floating-point numbers
/// that are not negative order as they do). The time is linear in the weights whatever their distribution. Holds its
/// histogram; one thread at a time.
/// </summary>
internal sealed class WeightSelection
{
    private const int DigitBits = 11;
    private static readonly int[] _shifts = [32 - DigitBits, 32 - (2 * DigitBits), 0];
    private readonly double[] _histogram = new double[1 << DigitBits];

    /// <summary>Keeps the largest <paramref name="count"/> weights, at least one.</summary>
    public TruncationThreshold ByCount(ReadOnlySpan<float> weights, int count) =>
        count >= weights.Length ? TruncationThreshold.KeepAll : Select(weights, Math.Max(1, count), byMass: false);

    /// <summary>
    /// Keeps the fewest of the largest weights that together reach <paramref name="mass"/>, at least one; all when they do
    /// not reach it.
    /// </summary>
    public TruncationThreshold ByMass(ReadOnlySpan<float> weights, double mass) => Select(weights, mass, byMass: true);

    private TruncationThreshold Select(ReadOnlySpan<float> weights, double target, bool byMass)
    {
        double above = 0;
        uint prefix = 0;
        var parentShift = 32;
        foreach (var shift in _shifts)
        {
            Count(weights, prefix, parentShift, shift, byMass);
            var (bucket, isReached) = Descend(target, ref above);
            // Below the first digit only rounding can let the sum fall short.
            if (!isReached && parentShift == 32)
            {
                return TruncationThreshold.KeepAll;
            }

            prefix = (prefix << (parentShift - shift)) | (uint)bucket;
            parentShift = shift;
        }

        var weight = BitConverter.UInt32BitsToSingle(prefix);
        var ties = byMass ? Math.Ceiling((target - above) / weight) : target - above;
        return new TruncationThreshold(weight, PositionOf(weights, weight, Math.Max(1, ties)));
    }

    /// <summary>Fills the histogram with the digit at <paramref name="shift"/> of the weights that begin with the prefix.</summary>
    private void Count(ReadOnlySpan<float> weights, uint prefix, int parentShift, int shift, bool byMass)
    {
        Array.Clear(_histogram);
        var histogram = _histogram;
        var mask = (1u << (parentShift - shift)) - 1;
        foreach (var weight in weights)
        {
            var bits = BitConverter.SingleToUInt32Bits(weight);
            // In 64 bits, where shifting by all 32 leaves nothing: before the first digit every weight takes part.
            if ((uint)((ulong)bits >> parentShift) == prefix)
            {
                histogram[(int)((bits >> shift) & mask)] += byMass ? weight : 1;
            }
        }
    }

    /// <summary>
    /// The bucket in which the sum from the largest reaches the target, the smallest one that holds something when none does,
    /// and in <paramref name="above"/> the sum of what weighs more than that bucket.
    /// </summary>
    private (int Bucket, bool IsReached) Descend(double target, ref double above)
    {
        var last = 0;
        double inLast = 0;
        for (var bucket = _histogram.Length - 1; bucket >= 0; bucket--)
        {
            if (_histogram[bucket] == 0)
            {
                continue;
            }

            above += inLast;
            last = bucket;
            inLast = _histogram[bucket];
            if (above + inLast >= target)
            {
                return (bucket, true);
            }
        }

        return (last, false);
    }

    private static int PositionOf(ReadOnlySpan<float> weights, float weight, double nth)
    {
        var last = 0;
        double seen = 0;
        for (var i = 0; i < weights.Length && seen < nth; i++)
        {
            if (weights[i] == weight)
            {
                last = i;
                seen++;
            }
        }

        return last;
    }
}
