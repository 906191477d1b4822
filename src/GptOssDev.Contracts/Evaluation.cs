using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>Measures a model and the product on a repository.</summary>
/// <param name="Subject"><c>completion</c>.</param>
/// <param name="Positions">How many cursor positions are replayed; null is a few hundred.</param>
/// <param name="Candidates">Candidates for best-of-n; null is 3.</param>
/// <param name="PartialResultToken">Gets an <see cref="EvalProgress"/> after each position.</param>
public sealed record EvalParams(
    string Subject,
    WorkspaceScope? Workspace = null,
    int? Positions = null,
    int? Candidates = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null
);

/// <param name="Done">Positions replayed.</param>
/// <param name="Total">All of them; 0 while the repository loads.</param>
public sealed record EvalProgress(int Done, int Total, string? Message = null);

/// <param name="Root">The repository.</param>
/// <param name="Seed">What the positions and the samplings were drawn by.</param>
/// <param name="Verified">False when the compiler could not judge: then the compile rates say nothing.</param>
/// <param name="Kinds">The figures of each kind of position, then of all.</param>
public sealed record EvalResult(
    string Root,
    string Model,
    int Seed,
    int Positions,
    int Candidates,
    bool Verified,
    IReadOnlyList<EvalKind> Kinds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null
);

/// <summary>Shares are from 0 to 1; one that nothing was counted for is null.</summary>
/// <param name="Kind"><c>statement</c>, <c>member</c>, <c>argument</c>, <c>body</c> or <c>all</c>.</param>
/// <param name="Exact">Share of positions whose first candidate is the text that stood there.</param>
/// <param name="Similarity">Mean edit similarity of the first candidate to it.</param>
/// <param name="Compiles">Compile rates by how the text came about.</param>
/// <param name="Shown">Share of positions that show something.</param>
/// <param name="AnyBinds">Share of positions where any raw candidate compiles: the most a gate could show.</param>
/// <param name="ShownOfBinding">Share of those positions that show something.</param>
/// <param name="LegalNames">Positions where the compiler knows the legal names, and what the first identifier is there.</param>
/// <param name="Latency">From the request to what is shown.</param>
/// <param name="Outside">The part of it in which the model had nothing to do: context, filters, verdicts.</param>
public sealed record EvalKind(
    string Kind,
    int Positions,
    double? Exact,
    double? Similarity,
    EvalCompileRates Compiles,
    double? Shown,
    double? AnyBinds,
    double? ShownOfBinding,
    EvalNames LegalNames,
    EvalLatency Latency,
    EvalLatency Outside
);

/// <param name="Raw">What the model wrote, up to where it ended.</param>
/// <param name="Filtered">What the filters left of it.</param>
/// <param name="Gated">The first candidate where the compiler let it through: of what is shown.</param>
/// <param name="BestOf">The best of n candidates: of what is shown.</param>
/// <param name="Constrained">The first candidate, filtered, with the legal names as a constraint.</param>
/// <param name="BestConstrained">The best of n with it: what users see.</param>
public sealed record EvalCompileRates(
    double? Raw,
    double? Filtered,
    double? Gated,
    double? BestOf,
    double? Constrained,
    double? BestConstrained
);

/// <param name="OriginalAllowed">Share where the identifier that stood there is among the legal ones: below 1 is a fault of ours.</param>
/// <param name="LegalRaw">Share of first candidates that begin with a legal name, without the constraint.</param>
/// <param name="LegalConstrained">The same with it.</param>
public sealed record EvalNames(int Positions, double? OriginalAllowed, double? LegalRaw, double? LegalConstrained);

/// <summary>Milliseconds.</summary>
public sealed record EvalLatency(double P50, double P90, double P95, double P99);
