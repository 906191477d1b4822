namespace GptOssDev.Tests.Unit.Inference;

/// <summary>
/// Pearson's test of counts against exact probabilities. The tail of the distribution is the regularised incomplete gamma
/// function, by its series below the mean and its continued fraction above (Abramowitz and Stegun, 6.5.29 and 6.5.31).
/// </summary>
internal static class ChiSquare
{
    // The usual rule: the approximation is good where each cell expects at least this much.
    private const double LeastExpected = 5;

    /// <summary>
    /// Probability of counts at least as far from what was expected. 0 when something impossible was counted; 1 when nothing
    /// could differ. Cells that expect little are counted as one.
    /// </summary>
    public static double PValue(IReadOnlyList<int> counts, IReadOnlyList<double> probabilities)
    {
        var total = counts.Sum();
        double statistic = 0;
        var cells = 0;
        double rareExpected = 0;
        var rareCount = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            var expected = probabilities[i] * total;
            if (expected == 0 && counts[i] > 0)
            {
                return 0;
            }

            if (expected >= LeastExpected)
            {
                statistic += Square(counts[i] - expected) / expected;
                cells++;
            }
            else
            {
                rareExpected += expected;
                rareCount += counts[i];
            }
        }

        if (rareExpected >= LeastExpected)
        {
            statistic += Square(rareCount - rareExpected) / rareExpected;
            cells++;
        }

        return cells < 2 ? 1 : UpperTail(statistic, cells - 1);
    }

    public static double UpperTail(double statistic, int degreesOfFreedom)
    {
        var a = degreesOfFreedom / 2.0;
        var x = statistic / 2;
        if (x <= 0)
        {
            return 1;
        }

        var scale = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        return x < a + 1 ? 1 - (scale * Series(a, x)) : scale * Fraction(a, x);
    }

    private static double Series(double a, double x)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; term > sum * 1e-16; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    // Lentz's method.
    private static double Fraction(double a, double x)
    {
        const double Tiny = 1e-300;
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var result = d;
        for (var n = 1; n < 10_000; n++)
        {
            var an = -n * (n - a);
            b += 2;
            d = 1 / Guarded((an * d) + b, Tiny);
            c = Guarded(b + (an / c), Tiny);
            result *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return result;
    }

    private static double Guarded(double value, double tiny) => Math.Abs(value) < tiny ? tiny : value;

    /// <summary>Of a multiple of one half, by the recurrence.</summary>
    private static double LogGamma(double a)
    {
        var at = a % 1 == 0 ? 1 : 0.5;
        var log = at == 1 ? 0 : Math.Log(Math.PI) / 2;
        for (; at < a; at++)
        {
            log += Math.Log(at);
        }

        return log;
    }

    private static double Square(double value) => value * value;
}
