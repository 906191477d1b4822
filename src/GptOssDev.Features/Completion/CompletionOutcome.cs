using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;

namespace GptOssDev.Features.Completion;

/// <param name="Items">Best first; candidates that the compiler rejected are not among them.</param>
/// <param name="Nothing">Why there is no item, in one line; null when there is one.</param>
/// <param name="Notice">What the user should be told once; null for nothing.</param>
public sealed record CompletionOutcome(
    IReadOnlyList<CompletionItem> Items,
    FeatureTimings Timings,
    string? Nothing,
    string? Notice
)
{
    /// <summary>Candidates that the compiler rejected.</summary>
    public int Rejected { get; init; }

    /// <summary>True when the time was up before all was written: another try may find more.</summary>
    public bool IsPartial { get; init; }

    /// <summary>True when a model was asked.</summary>
    public bool AskedModel { get; init; }
}

/// <param name="Range">What the text replaces: the cursor, or up to the closing brackets right of it.</param>
/// <param name="Reasons">Why the verdict is not accepted, or what was done so that it is, one line each.</param>
/// <param name="LogProbability">Sum over the tokens of the text, natural logarithm.</param>
public sealed record CompletionItem(
    string Text,
    TextRange Range,
    CompletionVerdict Verdict,
    IReadOnlyList<string> Reasons,
    double LogProbability
)
{
    /// <summary>
    /// Edits elsewhere in the file that the verdict relies on, such as a <c>using</c> that was missing, in the coordinates of
    /// the text before the completion.
    /// </summary>
    public IReadOnlyList<TextEdit> AdditionalEdits { get; init; } = [];

    /// <summary>The text before the completion with the item and its edits in it.</summary>
    public string ApplyTo(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var starts = TextLines.Starts(text);
        return AdditionalEdits
            .Append(new TextEdit(Range, Text))
            .Select(edit => (Start: At(edit.Range.Start), End: At(edit.Range.End), edit.NewText))
            .OrderByDescending(edit => edit.Start)
            .Aggregate(text, (done, edit) => $"{done.AsSpan(0, edit.Start)}{edit.NewText}{done.AsSpan(edit.End)}");

        int At(TextPosition position) => starts[position.Line] + position.Character;
    }
}

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
