using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Client;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Refactor;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>An editor introduces itself: which folders it has open, whether the user trusts them, what it can show.</summary>
internal sealed class InitializeHandler : IRequestHandler<InitializeParams, InitializeResult>
{
    private const int Incremental = 2;

    public string Method => Methods.Initialize;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<InitializeParams> ParamsType => ProtocolJson.Default.InitializeParams;

    public JsonTypeInfo<InitializeResult> ResultType => ProtocolJson.Default.InitializeResult;

    public Task<InitializeResult> HandleAsync(
        InitializeParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var options = Options(parameters.InitializationOptions);
        var folders = parameters is { WorkspaceFolders: null or [], RootUri: { } root }
            ? [new WorkspaceFolder(root)]
            : parameters.WorkspaceFolders ?? [];
        var session = context.Session;
        session.Folders = new SessionFolders([], options.Trusted).Changed(DocumentUris.Folders(folders), []);
        session.Abilities = EditorCapabilities.Of(parameters.Capabilities, options.PresentsResults == true);
        session.Options = options.Options;
        return Task.FromResult(
            new InitializeResult(
                new ServerCapabilities(
                    "utf-16",
                    new TextDocumentSyncOptions(OpenClose: true, Incremental, Save: false),
                    InlineCompletionProvider: true,
                    new CodeActionOptions(
                        [CodeActionProvider.QuickFix, CodeActionProvider.Rewrite],
                        ResolveProvider: true,
                        WorkDoneProgress: false
                    ),
                    new ExecuteCommandOptions(
                        [EditorCommands.Refactor, EditorCommands.Explain, EditorCommands.Review, EditorCommands.Status],
                        WorkDoneProgress: true
                    ),
                    new WorkspaceOptions(new WorkspaceFoldersOptions(Supported: true, ChangeNotifications: true))
                ),
                new ServerInfo("gptoss", ProductVersion.Current)
            )
        );
    }

    // Options of another editor's making are none of ours: what does not fit is left out, and nothing is trusted by it.
    private static EditorOptions Options(JsonElement? given)
    {
        try
        {
            return given is { ValueKind: JsonValueKind.Object } options
                ? options.Deserialize(ProtocolJson.Default.EditorOptions) ?? new EditorOptions()
                : new EditorOptions();
        }
        catch (JsonException)
        {
            return new EditorOptions(Trusted: false);
        }
    }
}
