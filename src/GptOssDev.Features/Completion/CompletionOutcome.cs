using GptOssDev.CodeModel.Sources;

namespace GptOssDev.Features.Completion;

/// <param name="Items">Best first; candidates that the compiler rejected are not among them.</param>
/// <param name="Nothing">Why there is no item, in one line; null when there is one.</param>
/// <param name="Notice">What the user should be told once; null for nothing.</param>
public sealed record CompletionOutcome(
    IReadOnlyList<CompletionItem> Items,
    FeatureTimings Timings,
    string? Nothing,
    string? Notice
);

/// <param name="Range">What the text replaces: the cursor, or up to the closing brackets right of it.</param>
/// <param name="Reasons">Why the verdict is not accepted, one line each.</param>
/// <param name="LogProbability">Sum over the tokens of the text, natural logarithm.</param>
public sealed record CompletionItem(
    string Text,
    TextRange Range,
    CompletionVerdict Verdict,
    IReadOnlyList<string> Reasons,
    double LogProbability
);

/// <summary>What the compiler says about a completion, best first.</summary>
public enum CompletionVerdict
{
    Accepted,
    Inconclusive,

    /// <summary>The compiler was not asked: not wanted, or not a C# file.</summary>
    Unverified,

    /// <summary>Never in an outcome's items.</summary>
    Rejected,
}
