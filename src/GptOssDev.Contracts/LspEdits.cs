using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

/// <param name="AnnotationId">The key of its annotation in the edit; null for none.</param>
public sealed record TextEdit(
    Range Range,
    string NewText,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AnnotationId = null
);

/// <param name="Version">The version the edits were made for; null for a document that is not open.</param>
public sealed record VersionedDocument(string Uri, int? Version);

public sealed record TextDocumentEdit(VersionedDocument TextDocument, IReadOnlyList<TextEdit> Edits);

/// <param name="NeedsConfirmation">True lets the editor show the edit before it applies it.</param>
/// <param name="Description">What the compiler said.</param>
public sealed record ChangeAnnotation(string Label, bool NeedsConfirmation, string? Description);

/// <summary>LSP's edit of several files: either with versions and annotations, or the plain changes of a client that knows no more.</summary>
public sealed record WorkspaceEdit(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<TextDocumentEdit>? DocumentChanges = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, IReadOnlyList<TextEdit>>? Changes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, ChangeAnnotation>? ChangeAnnotations = null
);

/// <param name="Code">A string or a number, as the one who found it gives it.</param>
/// <param name="Severity">1 error, 2 warning, 3 information, 4 hint.</param>
public sealed record Diagnostic(
    Range Range,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Severity = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Code = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source = null
);

public sealed record EditorCommand(string Title, [property: JsonPropertyName("command")] string Name)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<JsonElement>? Arguments { get; init; }
}

/// <param name="Only">The kinds wanted, with all below them; null wants every kind.</param>
/// <param name="TriggerKind">1: the user asked; 2: the editor did by itself.</param>
public sealed record CodeActionContext(
    IReadOnlyList<Diagnostic>? Diagnostics = null,
    IReadOnlyList<string>? Only = null,
    int? TriggerKind = null
);

public sealed record CodeActionParams(
    TextDocumentIdentifier TextDocument,
    Range Range,
    CodeActionContext? Context = null
);

/// <summary>
/// An action that has a command is run by <c>workspace/executeCommand</c>; one that has data instead gets its edit by
/// <c>codeAction/resolve</c>.
/// </summary>
/// <param name="Data">A <see cref="EditorRefactorParams"/>.</param>
public sealed record CodeAction(
    string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Kind = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<Diagnostic>? Diagnostics = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WorkspaceEdit? Edit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EditorCommand? Command = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Data = null
);

/// <param name="Command">One of <see cref="EditorCommands"/>.</param>
/// <param name="Arguments">One object, as the command takes it.</param>
/// <param name="WorkDoneToken">Where progress is reported: a number or a string.</param>
public sealed record ExecuteCommandParams(
    string Command,
    IReadOnlyList<JsonElement>? Arguments = null,
    JsonElement? WorkDoneToken = null
);

public sealed record ApplyEditParams(string Label, WorkspaceEdit Edit);

public sealed record ApplyEditResult(bool Applied, string? FailureReason = null);

/// <param name="Type">1 error, 2 warning, 3 information, 4 log.</param>
public sealed record ShowMessageParams(int Type, string Message);

public sealed record PublishDiagnosticsParams(string Uri, IReadOnlyList<Diagnostic> Diagnostics);

/// <param name="Token">A number or a string.</param>
public sealed record WorkDoneTokenParams(JsonElement Token);

/// <summary>One step of a piece of work that the user sees.</summary>
/// <param name="Kind"><c>begin</c>, <c>report</c> or <c>end</c>.</param>
/// <param name="Percentage">From 0 to 100; null when it cannot be told.</param>
public sealed record WorkDoneProgress(
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Cancellable = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Percentage = null
);
