using GptOssDev.Features.Code;

namespace GptOssDev.Features.Review;

/// <param name="Id">Number of the finding within this review, from 1.</param>
/// <param name="Path">Relative to the repository's root, with forward slashes.</param>
/// <param name="Lines">Lines of the new file.</param>
/// <param name="Rule">A compiler's id such as <c>CS0103</c>, or a short name such as <c>off-by-one</c>.</param>
/// <param name="Fingerprint">The same for the same finding in a later review, wherever its lines have moved.</param>
public sealed record ReviewFinding(
    int Id,
    string Path,
    LineRange Lines,
    FindingSeverity Severity,
    string Rule,
    string Message,
    string? Suggestion,
    FindingWitness Witness,
    FindingSource Source,
    string Fingerprint
);

/// <summary>How grave a finding is, gravest first.</summary>
public enum FindingSeverity
{
    Error,
    Warning,
    Note,
}

/// <summary>What stands behind a finding.</summary>
public enum FindingWitness
{
    /// <summary>The compiler says it.</summary>
    Proved,

    /// <summary>The model thinks so.</summary>
    Plausible,
}

/// <summary>Who found it.</summary>
public enum FindingSource
{
    Compiler,
    Model,
}
