using GptOssDev.CodeModel.Symbols;

namespace GptOssDev.Features.Evaluation;

/// <summary>What came of one place. A text that is not there, or that the compiler could not judge, is null.</summary>
/// <param name="Free">Candidates without a constraint.</param>
/// <param name="Held">Candidates with the legal names as one; the same ones where the compiler knows none.</param>
/// <param name="Names">What the first candidates begin with; null where the compiler does not know the legal names.</param>
/// <param name="Outside">The part of the latency in which the model had nothing to do.</param>
internal sealed record EvaluationSampleResult(
    CompletionSiteKind Kind,
    bool Exact,
    double Similarity,
    IReadOnlyList<EvaluatedCandidate> Free,
    IReadOnlyList<EvaluatedCandidate> Held,
    EvaluatedNames? Names,
    TimeSpan Latency,
    TimeSpan Outside
)
{
    /// <summary>Whether any text compiles as the model wrote it.</summary>
    public bool Binds => Free.Any(c => c.RawCompiles == true);

    public bool ShowsSomething => Shown(Held) is not null;

    /// <summary>The candidate that users see: the first that is let through.</summary>
    public static EvaluatedCandidate? Shown(IEnumerable<EvaluatedCandidate> candidates) =>
        candidates.FirstOrDefault(c => c.IsShown);
}

/// <param name="RawCompiles">Whether what the model wrote compiles as it is; null where it wrote nothing.</param>
/// <param name="Compiles">Whether what the filters left does.</param>
/// <param name="IsShown">Whether the gate lets it through, repaired or cut where that helps.</param>
/// <param name="ShownCompiles">Whether the file with what is shown in it compiles, by another judge than the gate.</param>
internal sealed record EvaluatedCandidate(bool? RawCompiles, bool? Compiles, bool IsShown, bool? ShownCompiles);

internal sealed record EvaluatedNames(bool Original, bool Free, bool Held);
