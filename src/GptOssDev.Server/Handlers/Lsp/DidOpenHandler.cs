using System.Text.Json.Serialization.Metadata;
using GptOssDev.Protocol;
using GptOssDev.Server.Connections;
using GptOssDev.Server.Requests;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>A document's text now comes from the editor.</summary>
internal sealed class DidOpenHandler : INotificationHandler<DidOpenParams>
{
    public string Method => Methods.DidOpen;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidOpenParams> ParamsType => ProtocolJson.Default.DidOpenParams;

    public Task HandleAsync(DidOpenParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        TextDocumentItem document = parameters.TextDocument;
        context.Session.Documents = context.Session.Documents.With(
            new OpenDocument(document.Uri, document.Version, document.Text)
        );
        return Task.CompletedTask;
    }
}
