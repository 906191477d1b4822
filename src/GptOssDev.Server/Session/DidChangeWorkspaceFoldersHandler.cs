using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>Folders were added to the window or taken out of it. What is no folder of this machine is passed over.</summary>
internal sealed class DidChangeWorkspaceFoldersHandler : INotificationHandler<DidChangeWorkspaceFoldersParams>
{
    public string Method => Methods.DidChangeWorkspaceFolders;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidChangeWorkspaceFoldersParams> ParamsType =>
        ProtocolJson.Default.DidChangeWorkspaceFoldersParams;

    public Task HandleAsync(
        DidChangeWorkspaceFoldersParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        context.Session.Folders = context.Session.Folders.Changed(
            DocumentUris.Folders(parameters.Event.Added),
            DocumentUris.Folders(parameters.Event.Removed)
        );
        return Task.CompletedTask;
    }
}
