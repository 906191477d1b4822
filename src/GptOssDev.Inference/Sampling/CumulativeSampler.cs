namespace GptOssDev.Inference.Sampling;

/// <summary>Maps a number to a position by the cumulated weights, in the order of positions.</summary>
internal static class CumulativeSampler
{
    public static double Sum(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    /// <param name="at">From 0 to below the sum of the weights. Rounding beyond it gives the last position that weighs something.</param>
    public static int In(ReadOnlySpan<float> weights, double at)
    {
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                at -= weights[i];
                if (at < 0)
                {
                    return i;
                }
            }
        }

        return last;
    }

    /// <summary>The same, passing over whole blocks of <see cref="Softmax"/> by their sums.</summary>
    public static int InBlocks(ReadOnlySpan<float> weights, ReadOnlySpan<double> blockSums, double at)
    {
        var last = 0;
        for (var block = 0; block < blockSums.Length; block++)
        {
            if (blockSums[block] > 0)
            {
                last = block;
                if (at < blockSums[block])
                {
                    break;
                }

                at -= blockSums[block];
            }
        }

        var start = last * Softmax.BlockLength;
        return start + In(weights[start..Math.Min(start + Softmax.BlockLength, weights.Length)], at);
    }
}
