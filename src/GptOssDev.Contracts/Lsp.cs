using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Contracts;

public sealed record WorkspaceFolder(string Uri, string? Name = null);

/// <param name="InitializationOptions"><see cref="EditorOptions"/>.</param>
public sealed record InitializeParams(
    int? ProcessId = null,
    string? RootUri = null,
    IReadOnlyList<WorkspaceFolder>? WorkspaceFolders = null,
    JsonElement? InitializationOptions = null,
    JsonElement? Capabilities = null
);

public sealed record ServerInfo(string Name, string Version);

/// <param name="Change">2: incremental.</param>
public sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

/// <param name="CodeActionKinds">The kinds offered.</param>
public sealed record CodeActionOptions(
    IReadOnlyList<string> CodeActionKinds,
    bool ResolveProvider,
    bool WorkDoneProgress
);

public sealed record ExecuteCommandOptions(IReadOnlyList<string> Commands, bool WorkDoneProgress);

public sealed record WorkspaceFoldersOptions(bool Supported, bool ChangeNotifications);

public sealed record WorkspaceOptions(WorkspaceFoldersOptions WorkspaceFolders);

public sealed record ServerCapabilities(
    string PositionEncoding,
    TextDocumentSyncOptions TextDocumentSync,
    bool InlineCompletionProvider,
    CodeActionOptions CodeActionProvider,
    ExecuteCommandOptions ExecuteCommandProvider,
    WorkspaceOptions Workspace
);

public sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

public sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

public sealed record TextDocumentIdentifier(string Uri, int? Version = null);

public sealed record DidOpenParams(TextDocumentItem TextDocument);

/// <param name="Range">Null replaces the whole text.</param>
public sealed record ContentChange(string Text, Range? Range = null);

public sealed record DidChangeParams(TextDocumentIdentifier TextDocument, IReadOnlyList<ContentChange> ContentChanges);

public sealed record DidCloseParams(TextDocumentIdentifier TextDocument);

/// <param name="TriggerKind">1 invoked, 2 automatic.</param>
public sealed record InlineCompletionContext(int TriggerKind);

/// <param name="AdditionalEdits">
/// Ours: the client applies an item's <see cref="InlineCompletionItem.AdditionalEdits"/>. LSP's items have none, so other
/// clients get no item that needs one.
/// </param>
/// <param name="BudgetMs">Ours: see <see cref="CompleteParams.BudgetMs"/>.</param>
public sealed record InlineCompletionParams(
    TextDocumentIdentifier TextDocument,
    Position Position,
    InlineCompletionContext? Context = null,
    bool? AdditionalEdits = null,
    int? BudgetMs = null
);

/// <param name="Verdict">Ours, as in <see cref="CompletionItem"/>.</param>
/// <param name="Id">Ours: names the item in <c>gptoss/accepted</c>.</param>
/// <param name="Partial">Ours: how much of the text a client inserts that takes it piece by piece.</param>
/// <param name="AdditionalEdits">Ours: to be applied together with the text; null for none.</param>
public sealed record InlineCompletionItem(
    string InsertText,
    Range Range,
    string Verdict,
    string Id,
    PartialLengths Partial,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<CompletionEdit>? AdditionalEdits = null
);

/// <summary>Lengths of an item's first pieces in UTF-16 units.</summary>
/// <param name="Word">Up to the end of the first word or run of signs, with the blanks before it.</param>
/// <param name="Line">Up to the end of the first line that has something on it.</param>
public sealed record PartialLengths(int Word, int Line);

public sealed record InlineCompletionList(IReadOnlyList<InlineCompletionItem> Items);

/// <param name="Id">A number or a string.</param>
public sealed record CancelParams(JsonElement Id);

/// <param name="Value">What it is depends on the request that the token belongs to.</param>
public sealed record ProgressParams(JsonElement Token, JsonElement Value);
