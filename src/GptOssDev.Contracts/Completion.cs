using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>Asks for inline completions at a cursor.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Position">The cursor.</param>
/// <param name="Text">The buffer's text; null reads the file.</param>
/// <param name="Count">Number of items, 1 when null.</param>
/// <param name="Verify">False returns the model's text unverified; null is true.</param>
/// <param name="Candidates">Candidates that the compiler chooses the items from; null is what suits the machine.</param>
/// <param name="BudgetMs">When this time is over, what is written until then is the answer; null waits for the end.</param>
public sealed record CompleteParams(
    string Path,
    Position Position,
    string? Text = null,
    int? Count = null,
    bool? Verify = null,
    WorkspaceScope? Workspace = null,
    GenerationOptions? Options = null,
    int? Candidates = null,
    int? BudgetMs = null
);

/// <param name="Verdict"><c>accepted</c>, <c>rejected</c>, <c>inconclusive</c> or <c>unverified</c>.</param>
/// <param name="LogProbability">Sum over the tokens of the text, natural logarithm.</param>
/// <param name="AdditionalEdits">
/// Edits elsewhere in the file that the verdict relies on, such as a <c>using</c> that was missing, in the coordinates of the
/// text before the completion; null for none.
/// </param>
public sealed record CompletionItem(
    string Text,
    Range Range,
    string Verdict,
    IReadOnlyList<string> Reasons,
    double LogProbability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<CompletionEdit>? AdditionalEdits = null
);

public sealed record CompletionEdit(Range Range, string NewText);

/// <param name="Items">Best first; items the compiler rejected are not among them.</param>
/// <param name="Reason">Why there is no item; null when there is one.</param>
/// <param name="Notice">What the user should be told once, such as the limits of the bundled model.</param>
public sealed record CompleteResult(
    IReadOnlyList<CompletionItem> Items,
    Timings Timings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null
);
