using System.Text.Json.Serialization.Metadata;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Protocol;
using GptOssDev.Server.Requests;
using GptOssDev.Server.Wire;
using GptOssDev.Server.Workspaces;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>Ghost text for an editor. Of C# only what the compiler has bound is shown; other languages as the model wrote it.</summary>
internal sealed class InlineCompletionHandler(RequestWorkspaces workspaces, CompletionFeature feature)
    : IRequestHandler<InlineCompletionParams, InlineCompletionList>
{
    private const int Automatic = 2;

    public string Method => Methods.InlineCompletion;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<InlineCompletionParams> ParamsType => ProtocolJson.Default.InlineCompletionParams;

    public JsonTypeInfo<InlineCompletionList> ResultType => ProtocolJson.Default.InlineCompletionList;

    public async Task<InlineCompletionList> HandleAsync(
        InlineCompletionParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        string uri = parameters.TextDocument.Uri;
        if (DocumentUris.ToPath(uri) is not { } path)
            return new InlineCompletionList([]);
        CodeSnapshot code = await workspaces.SnapshotAsync(null, path, context, cancellationToken);
        CompletionOutcome outcome = await feature.CompleteAsync(
            new CompletionRequest(
                code,
                path,
                CodeWire.Position(parameters.Position),
                context.Documents.Find(uri)?.Text,
                Trigger: parameters.Context?.TriggerKind == Automatic
                    ? CompletionTrigger.Automatic
                    : CompletionTrigger.Invoked,
                Settings: GenerationWire.Settings(context.Session.Options)
            ),
            cancellationToken
        );
        return new InlineCompletionList([
            .. outcome.Items.Select(i => new InlineCompletionItem(
                i.Text,
                CodeWire.Range(i.Range),
                CompleteHandler.VerdictWord(i.Verdict)
            )),
        ]);
    }
}
