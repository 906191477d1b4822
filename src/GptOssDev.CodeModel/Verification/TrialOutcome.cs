using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>What one trial of an insertion found.</summary>
/// <param name="Errors">New errors in the edited document that reject, in the text with the insertion.</param>
/// <param name="Root">The document with the insertion.</param>
/// <param name="Inserted">Where the inserted text lies in it.</param>
/// <param name="Bound">Meaning of the document with the insertion; null when it was not bound.</param>
internal sealed record TrialOutcome(
    Verdict Verdict,
    IReadOnlyList<TrialError> Errors,
    SyntaxNode? Root,
    TextSpan Inserted,
    SemanticModel? Bound
);

/// <summary>An error and where it is.</summary>
internal sealed record TrialError(string Id, TextSpan Span);
