using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>A document's text is what the disk holds again.</summary>
internal sealed class DidCloseHandler(InlineCompletionService typing) : INotificationHandler<DidCloseParams>
{
    public string Method => Methods.DidClose;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidCloseParams> ParamsType => ProtocolJson.Default.DidCloseParams;

    public Task HandleAsync(DidCloseParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        var uri = parameters.TextDocument.Uri;
        if (context.Session.Documents.Find(uri) is { } document)
        {
            typing.Closed(context.Session, document);
        }
        context.Session.Documents = context.Session.Documents.Without(uri);
        return Task.CompletedTask;
    }
}
