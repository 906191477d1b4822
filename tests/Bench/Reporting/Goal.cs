using System.Globalization;

namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>What a figure should reach.</summary>
/// <param name="OfRatio">Whether the bound is on the ratio to the reference or on the value itself.</param>
/// <param name="AtMost">Whether smaller is better.</param>
internal sealed record Goal(double Bound, bool OfRatio, bool AtMost)
{
    public static Goal ValueAtMost(double bound) => new(bound, OfRatio: false, AtMost: true);

    public static Goal RatioAtMost(double bound) => new(bound, OfRatio: true, AtMost: true);

    public static Goal RatioAtLeast(double bound) => new(bound, OfRatio: true, AtMost: false);

    public bool IsReachedBy(double value, double ratio)
    {
        var measured = OfRatio ? ratio : value;
        return AtMost ? measured <= Bound : measured >= Bound;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(OfRatio ? "ratio" : "value")} {(AtMost ? "<=" : ">=")} {Bound:0.###}"
        );
}
