using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>A document's text now comes from the editor.</summary>
internal sealed class DidOpenHandler(WorkspaceResolver workspaces) : INotificationHandler<DidOpenParams>
{
    public string Method => Methods.DidOpen;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidOpenParams> ParamsType => ProtocolJson.Default.DidOpenParams;

    public Task HandleAsync(DidOpenParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        var opened = parameters.TextDocument;
        var document = new OpenDocument(opened.Uri, opened.Version, opened.Text);
        context.Session.Documents = context.Session.Documents.With(document);
        workspaces.Opened(document);
        return Task.CompletedTask;
    }
}
