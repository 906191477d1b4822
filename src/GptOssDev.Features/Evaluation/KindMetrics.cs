namespace GptOssDev.Features.Evaluation;

/// <summary>The figures of one kind of place. Shares are from 0 to 1; null where nothing was counted.</summary>
/// <param name="Exact">Share of places whose first candidate is the hidden text.</param>
/// <param name="Similarity">Mean edit similarity of the first candidate to it.</param>
/// <param name="Shown">Share of places where users see something.</param>
/// <param name="AnyBinds">Share of places where any raw candidate compiles.</param>
/// <param name="ShownOfBinding">Share of those places where users see something.</param>
/// <param name="Latency">From the request to what is shown, or to the knowledge that nothing is.</param>
/// <param name="Outside">The part of it in which the model had nothing to do: context, filters, verdicts.</param>
public sealed record KindMetrics(
    string Kind,
    int Positions,
    double? Exact,
    double? Similarity,
    CompileRates Compiles,
    double? Shown,
    double? AnyBinds,
    double? ShownOfBinding,
    IdentifierMetrics Names,
    LatencyMetrics Latency,
    LatencyMetrics Outside
);

/// <summary>Share of the texts there are that compile, by how they came about; of the gated ones, of what is shown.</summary>
public sealed record CompileRates(
    double? Raw,
    double? Filtered,
    double? Gated,
    double? BestOf,
    double? Constrained,
    double? BestConstrained
);

/// <param name="Positions">Places where the compiler knows the legal names.</param>
/// <param name="OriginalAllowed">Share where the name that stood there is among them.</param>
public sealed record IdentifierMetrics(
    int Positions,
    double? OriginalAllowed,
    double? LegalRaw,
    double? LegalConstrained
);

/// <summary>Milliseconds.</summary>
public sealed record LatencyMetrics(double P50, double P90, double P95, double P99);
