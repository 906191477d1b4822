namespace GptOssDev.Tests.Bench;

/// <summary>
/// Sampling as one would write it first: a loop over the vocabulary in scalar arithmetic and a full sort for the nucleus.
/// The yardstick of <see cref="SamplingBenchmark"/>.
/// </summary>
internal sealed class ScalarSampling(int vocabulary)
{
    private readonly double[] _weights = new double[vocabulary];
    private readonly int[] _order = new int[vocabulary];

    public (int Id, double LogProbability) Greedy(float[] logits)
    {
        var id = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[id])
            {
                id = i;
            }
        }

        return (id, -Math.Log(Weigh(logits, 1)));
    }

    public (int Id, double LogProbability) Draw(
        float[] logits,
        double temperature,
        double topP,
        double minP,
        double number
    )
    {
        var logSum = Math.Log(Weigh(logits, 1));
        var total = temperature == 1 ? Math.Exp(logSum) : Weigh(logits, temperature);
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        var kept = _order.Length;
        if (topP < 1)
        {
            Array.Sort(_order, (a, b) => _weights[b].CompareTo(_weights[a]));
            double sum = 0;
            for (kept = 0; kept < _order.Length && sum < topP * total; kept++)
            {
                sum += _weights[_order[kept]];
            }

            total = sum;
        }

        double survivors = 0;
        for (var i = 0; i < kept; i++)
        {
            survivors += _weights[_order[i]] >= minP ? _weights[_order[i]] : 0;
        }

        var at = number * survivors;
        var id = _order[0];
        for (var i = 0; i < kept && at >= 0; i++)
        {
            if (_weights[_order[i]] >= minP)
            {
                id = _order[i];
                at -= _weights[id];
            }
        }

        return (id, logits[id] - logits.Max() - logSum);
    }

    private double Weigh(float[] logits, double temperature)
    {
        var max = logits[0];
        foreach (var logit in logits)
        {
            max = logit > max ? logit : max;
        }

        double sum = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            _weights[i] = Math.Exp((logits[i] - max) / temperature);
            sum += _weights[i];
        }

        return sum;
    }
}
