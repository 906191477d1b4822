namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>One measured figure beside its reference, measured in the same run.</summary>
/// <param name="Reference">Null where none ran.</param>
/// <param name="Remark">What the reference is, or why it could not run.</param>
internal sealed record Figure(string Name, string Unit, Samples Value, Samples? Reference, Goal? Goal, string Remark)
{
    /// <summary>The value's median over the reference's; null without a reference.</summary>
    public double? Ratio => Reference is { Median: not 0 } reference ? Value.Median / reference.Median : null;

    /// <summary>Whether the goal is reached; null without a goal or a reference.</summary>
    public bool? Holds => Goal is { } goal && Ratio is { } ratio ? goal.IsReachedBy(Value.Median, ratio) : null;
}
