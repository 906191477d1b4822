using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Client;
using GptOssDev.Protocol;
using GptOssDev.Server.Requests;
using GptOssDev.Server.Workspaces;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>An editor introduces itself: which folder it has open, and whether the user trusts it.</summary>
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
        string? root = parameters.WorkspaceFolders is [var first, ..] ? first.Uri : parameters.RootUri;
        context.Session.Workspace = new WorkspaceScope(
            root is null ? null : DocumentUris.ToPath(root),
            IsTrusted(parameters.InitializationOptions)
        );
        return Task.FromResult(
            new InitializeResult(
                new ServerCapabilities(
                    "utf-16",
                    new TextDocumentSyncOptions(OpenClose: true, Incremental, Save: false),
                    InlineCompletionProvider: true
                ),
                new ServerInfo("gptoss", ProductVersion.Current)
            )
        );
    }

    private static bool IsTrusted(JsonElement? options) =>
        options is { ValueKind: JsonValueKind.Object } given
        && given.TryGetProperty("trusted", out JsonElement trusted)
        && trusted.ValueKind == JsonValueKind.True;
}
