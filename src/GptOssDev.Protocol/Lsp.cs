using System.Text.Json;

namespace GptOssDev.Protocol;

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

public sealed record InlineCompletionParams(
    TextDocumentIdentifier TextDocument,
    Position Position,
    InlineCompletionContext? Context = null
);

public sealed record InlineCompletionItem(string InsertText, Range Range, string Verdict);

public sealed record InlineCompletionList(IReadOnlyList<InlineCompletionItem> Items);

/// <param name="Id">A number or a string.</param>
public sealed record CancelParams(JsonElement Id);

/// <param name="Value">What it is depends on the request that the token belongs to.</param>
public sealed record ProgressParams(JsonElement Token, JsonElement Value);
