using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <summary>What <c>initializationOptions</c> may hold.</summary>
/// <param name="Trusted">
/// Whether the user trusts the folders; null leaves it to the list that <c>gptoss config set trust</c> keeps.
/// </param>
/// <param name="PresentsResults">
/// True for a client that shows edits, answers and findings itself: commands return them and the server shows nothing.
/// </param>
/// <param name="Options">How to generate ghost text in this window.</param>
public sealed record EditorOptions(
    bool? Trusted = null,
    bool? PresentsResults = null,
    GenerationOptions? Options = null
);

/// <param name="Gptoss">What of the settings is ours; null is nothing, and then the daemon's own hold.</param>
public sealed record EditorSettings(EditorOptions? Gptoss = null);

/// <param name="Settings">Only the options of <see cref="EditorOptions"/> may change here; trust has a message of its own.</param>
public sealed record DidChangeConfigurationParams(EditorSettings? Settings = null);

/// <summary>The user granted or revoked trust in the folders of the window.</summary>
public sealed record TrustParams(bool Trusted);

public sealed record WorkspaceFoldersChange(
    IReadOnlyList<WorkspaceFolder>? Added = null,
    IReadOnlyList<WorkspaceFolder>? Removed = null
);

public sealed record DidChangeWorkspaceFoldersParams(WorkspaceFoldersChange Event);

/// <summary>The commands of <c>workspace/executeCommand</c>.</summary>
public static class EditorCommands
{
    /// <summary>Takes a <see cref="EditorRefactorParams"/>, returns a <see cref="EditorRefactorResult"/>.</summary>
    public const string Refactor = "gptoss.server.refactor";

    /// <summary>Takes an <see cref="EditorExplainParams"/>, returns an <see cref="AnswerResult"/>.</summary>
    public const string Explain = "gptoss.server.explain";

    /// <summary>Takes <see cref="ReviewParams"/>, returns a <see cref="ReviewResult"/>.</summary>
    public const string Review = "gptoss.server.review";

    /// <summary>Takes nothing, returns a <see cref="StatusResult"/>.</summary>
    public const string Status = "gptoss.server.status";
}

/// <param name="Code">As the compiler names it: <c>CS0103</c>.</param>
public sealed record NamedDiagnostic(string Code, string Message, Range Range);

/// <summary>Asks for a refactoring of an open document. One of instruction, action and diagnostic says what to change.</summary>
/// <param name="Version">The version the user looks at; another one now is told as a changed document.</param>
/// <param name="Range">What is selected; null is the whole file.</param>
/// <param name="Action">The name of an instruction that the server offered.</param>
/// <param name="Diagnostic">What the compiler says and the change should mend.</param>
/// <param name="PartialResultToken">Where to stream <see cref="AnswerDelta"/>s; null does not stream.</param>
public sealed record EditorRefactorParams(
    string Uri,
    int? Version = null,
    Range? Range = null,
    string? Instruction = null,
    string? Action = null,
    NamedDiagnostic? Diagnostic = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null
);

/// <summary>The verdict, what it rests on, and the edit. A rejected attempt is a result too: its diff can be read.</summary>
/// <param name="Verdict"><c>accepted</c>, <c>rejected</c> or <c>inconclusive</c>.</param>
/// <param name="Edit">What an editor can apply; null when it was rejected or nothing changed.</param>
/// <param name="Edits">The whole texts and the diffs, of a rejected attempt too.</param>
public sealed record EditorRefactorResult(
    string Verdict,
    IReadOnlyList<string> Reasons,
    WorkspaceEdit? Edit,
    IReadOnlyList<FileEdit> Edits,
    Evidence Evidence,
    Timings Timings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Notice = null
);

/// <summary>Asks for an explanation of a document, of what is selected in it, or of what the compiler says about it.</summary>
/// <param name="Version">The version the user looks at; another one now is told as a changed document.</param>
/// <param name="Range">What is selected; null is the whole file.</param>
/// <param name="Symbol">Name or qualified name, looked up in the workspace, in place of a range.</param>
/// <param name="PartialResultToken">Where to stream <see cref="AnswerDelta"/>s; null does not stream.</param>
public sealed record EditorExplainParams(
    string Uri,
    int? Version = null,
    Range? Range = null,
    string? Symbol = null,
    NamedDiagnostic? Diagnostic = null,
    GenerationOptions? Options = null,
    string? PartialResultToken = null
);
