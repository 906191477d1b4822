using System.Numerics;
using System.Numerics.Tensors;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// The vector arithmetic of a row of logits. Exponentials are taken of the distance to the largest logit, so nothing
/// overflows, and summed in short blocks in single precision and across blocks in double: the rounding of a sum does not
/// grow with the vocabulary.
/// </summary>
internal static class Softmax
{
    /// <summary>Values of one block: they stay in the first-level cache between the steps.</summary>
    public const int BlockLength = 2048;

    public static int Blocks(int length) => (length + BlockLength - 1) / BlockLength;

    /// <summary>
    /// Logarithm of the sum of exponentials. Not a finite number when a value is not a number or infinite above, or when all
    /// are infinite below.
    /// </summary>
    /// <param name="max">Largest of the logits.</param>
    /// <param name="block">Room for one block.</param>
    public static double LogSumExp(ReadOnlySpan<float> logits, float max, float[] block)
    {
        double sum = 0;
        for (var start = 0; start < logits.Length; start += BlockLength)
        {
            sum += WeighBlock(logits[start..Math.Min(start + BlockLength, logits.Length)], max, 1, block);
        }

        return max + Math.Log(sum);
    }

    /// <summary>
    /// Writes a weight for each logit, its probability up to a common factor: 1 for the largest, 0 for an infinite below.
    /// </summary>
    /// <param name="weights">May be the logits' own memory.</param>
    /// <param name="blockSums">Gets the sum of each block's weights.</param>
    /// <returns>The sum of all weights.</returns>
    public static double Weigh(
        ReadOnlySpan<float> logits,
        float max,
        float inverseTemperature,
        Span<float> weights,
        Span<double> blockSums
    )
    {
        double total = 0;
        for (var block = 0; block < blockSums.Length; block++)
        {
            var start = block * BlockLength;
            var end = Math.Min(start + BlockLength, logits.Length);
            blockSums[block] = WeighBlock(logits[start..end], max, inverseTemperature, weights[start..end]);
            total += blockSums[block];
        }

        return total;
    }

    /// <summary>Position of the first value equal to <paramref name="value"/>, which is there.</summary>
    public static int FirstIndexOf(ReadOnlySpan<float> values, float value)
    {
        var wanted = new Vector<float>(value);
        var i = 0;
        while (i <= values.Length - Vector<float>.Count && !Vector.EqualsAny(new Vector<float>(values[i..]), wanted))
        {
            i += Vector<float>.Count;
        }

        while (values[i] != value)
        {
            i++;
        }

        return i;
    }

    /// <summary>Sum of the weights that reach <paramref name="floor"/>.</summary>
    public static double SumAtLeast(ReadOnlySpan<float> weights, float floor)
    {
        var bound = new Vector<float>(floor);
        double sum = 0;
        while (weights.Length >= Vector<float>.Count)
        {
            var block = weights[..Math.Min(BlockLength, weights.Length - (weights.Length % Vector<float>.Count))];
            var lanes = Vector<float>.Zero;
            for (var i = 0; i < block.Length; i += Vector<float>.Count)
            {
                var values = new Vector<float>(block[i..]);
                lanes += Vector.ConditionalSelect(Vector.GreaterThanOrEqual(values, bound), values, Vector<float>.Zero);
            }

            sum += Vector.Sum(lanes);
            weights = weights[block.Length..];
        }

        foreach (var weight in weights)
        {
            sum += weight >= floor ? weight : 0;
        }

        return sum;
    }

    private static float WeighBlock(
        ReadOnlySpan<float> logits,
        float max,
        float inverseTemperature,
        Span<float> weights
    )
    {
        weights = weights[..logits.Length];
        TensorPrimitives.Subtract(logits, max, weights);
        if (inverseTemperature != 1)
        {
            TensorPrimitives.Multiply(weights, inverseTemperature, weights);
        }

        TensorPrimitives.Exp(weights, weights);
        return TensorPrimitives.Sum<float>(weights);
    }
}
