using System.Text.Json.Serialization.Metadata;
using GptOssDev.Protocol;
using GptOssDev.Server.Requests;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>A document's text is what the disk holds again.</summary>
internal sealed class DidCloseHandler : INotificationHandler<DidCloseParams>
{
    public string Method => Methods.DidClose;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidCloseParams> ParamsType => ProtocolJson.Default.DidCloseParams;

    public Task HandleAsync(DidCloseParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        context.Session.Documents = context.Session.Documents.Without(parameters.TextDocument.Uri);
        return Task.CompletedTask;
    }
}
