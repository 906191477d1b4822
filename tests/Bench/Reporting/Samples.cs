namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>The same thing measured several times.</summary>
internal sealed class Samples
{
    private readonly double[] _measured;
    private readonly double[] _sorted;

    /// <exception cref="ArgumentException">There is no value.</exception>
    public Samples(IEnumerable<double> values)
    {
        _measured = [.. values];
        _sorted = [.. _measured.Order()];
        if (_sorted.Length == 0)
        {
            throw new ArgumentException("A sample has at least one value.", nameof(values));
        }
    }

    /// <summary>Null of no values: what did not run has no sample.</summary>
    public static Samples? OrNone(IReadOnlyCollection<double> values) => values.Count == 0 ? null : new Samples(values);

    public int Count => _sorted.Length;

    /// <summary>The middle value; of an even number the mean of the two in the middle.</summary>
    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>The ratios to values measured in turns with these, as many of them.</summary>
    public Samples Over(Samples reference) => new(_measured.Zip(reference._measured, (value, other) => value / other));

    public double Lowest => _sorted[0];

    public double Highest => _sorted[^1];

    /// <summary>The smallest value that at least this share of the values does not exceed (nearest rank).</summary>
    /// <param name="share">Above 0, up to 1.</param>
    public double At(double share) => _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
