using System.Numerics.Tensors;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// Chooses the next token from a row of logits. One per generation; holds its random state and its scratch memory. Used by
/// the engine's thread alone.
/// </summary>
internal sealed class TokenSampler
{
    private readonly SamplingOptions _options;
    private readonly Random _random;
    private float[] _weights = [];
    private int[] _order = [];

    public TokenSampler(SamplingOptions options)
    {
        _options = options;
        _random = options.Seed is { } seed ? new Random(seed) : new Random();
    }

    /// <param name="logits">One per vocabulary entry, as the model gave them.</param>
    public GeneratedToken Sample(ReadOnlySpan<float> logits)
    {
        var id = _options.Temperature <= 0 ? TensorPrimitives.IndexOfMax(logits) : Draw(logits);
        return new GeneratedToken(id, LogProbability(logits, id));
    }

    private float LogProbability(ReadOnlySpan<float> logits, int id)
    {
        var weights = Weights(logits.Length);
        var max = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, max, weights);
        TensorPrimitives.Exp(weights, weights);
        return logits[id] - max - MathF.Log(TensorPrimitives.Sum(weights));
    }

    /// <summary>Softmax at the temperature, cut to the nucleus (Holtzman et al., 2020), then one draw.</summary>
    private int Draw(ReadOnlySpan<float> logits)
    {
        var weights = Weights(logits.Length);
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), weights);
        TensorPrimitives.Multiply(weights, (float)(1 / _options.Temperature), weights);
        TensorPrimitives.Exp(weights, weights);
        var total = (double)TensorPrimitives.Sum(weights);
        if (_options.TopP >= 1)
        {
            return Pick(weights, order: default, _random.NextDouble() * total);
        }

        if (_order.Length != logits.Length)
        {
            _order = new int[logits.Length];
        }

        var kept = 0;
        // All tokens below this weight together stay under 1 - top-p, so the nucleus is complete without them.
        var floor = (float)((1 - _options.TopP) * total / logits.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= floor)
            {
                _order[kept++] = i;
            }
        }

        var scratch = _weights;
        Array.Sort(_order, 0, kept, Comparer<int>.Create((a, b) => scratch[b].CompareTo(scratch[a])));
        double sum = 0;
        var nucleus = 0;
        while (nucleus < kept && sum < _options.TopP * total)
        {
            sum += weights[_order[nucleus++]];
        }

        return Pick(weights, _order.AsSpan(0, nucleus), _random.NextDouble() * sum);
    }

    private static int Pick(ReadOnlySpan<float> weights, ReadOnlySpan<int> order, double at)
    {
        var count = order.IsEmpty ? weights.Length : order.Length;
        var last = 0;
        for (var i = 0; i < count; i++)
        {
            var id = order.IsEmpty ? i : order[i];
            if (weights[id] > 0)
            {
                last = id;
                at -= weights[id];
                if (at < 0)
                {
                    return id;
                }
            }
        }

        return last;
    }

    private Span<float> Weights(int length)
    {
        if (_weights.Length != length)
        {
            _weights = new float[length];
        }

        return _weights;
    }
}
