namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>One measured figure beside its reference, measured in the same run.</summary>
/// <param name="Reference">Null where none ran.</param>
/// <param name="Remark">What the reference is, or why it could not run.</param>
internal sealed record Figure(string Name, string Unit, Samples Value, Samples? Reference, Goal? Goal, string Remark)
{
    /// <summary>
    /// The median of the ratios of value to reference, each measured one after the other, so that a change of the machine's
    /// pace meets both; of the medians where there are more of the one. Null without a reference.
    /// </summary>
    public double? Ratio =>
        Reference is not { Median: not 0 } reference ? null
        : reference.Count == Value.Count ? Value.Over(reference).Median
        : Value.Median / reference.Median;

    /// <summary>Whether the goal is reached; null without a goal or a reference.</summary>
    public bool? Holds => Goal is { } goal && Ratio is { } ratio ? goal.IsReachedBy(Value.Median, ratio) : null;
}
