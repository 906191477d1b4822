using System.Text.Json.Serialization.Metadata;
using GptOssDev.Protocol;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Connections;
using GptOssDev.Server.Requests;
using GptOssDev.Server.Workspaces;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>
/// The user typed. A change that does not fit the text we hold would leave a wrong text, so the document is let go: what the
/// disk holds is used until the editor opens it again.
/// </summary>
internal sealed class DidChangeHandler(TypingDesk typing) : INotificationHandler<DidChangeParams>
{
    public string Method => Methods.DidChange;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidChangeParams> ParamsType => ProtocolJson.Default.DidChangeParams;

    public Task HandleAsync(DidChangeParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        ClientSession session = context.Session;
        string uri = parameters.TextDocument.Uri;
        if (session.Documents.Find(uri) is not { } document)
            throw new ServerException(ServerFailure.BadParams, $"{uri} is not open: a change needs didOpen before");
        string? text = document.Text;
        foreach (ContentChange change in parameters.ContentChanges)
            text = text is null ? null : TextChanges.Apply(text, change);
        if (text is null)
        {
            session.Documents = session.Documents.Without(uri);
            typing.Closed(session, document);
            throw new ServerException(ServerFailure.BadParams, $"a change of {uri} lies outside its text");
        }
        OpenDocument changed = document with
        {
            Version = parameters.TextDocument.Version ?? document.Version + 1,
            Text = text,
        };
        session.Documents = session.Documents.With(changed);
        typing.Changed(session, document, changed);
        return Task.CompletedTask;
    }
}
