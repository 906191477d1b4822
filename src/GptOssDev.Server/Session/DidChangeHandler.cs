using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>
/// The user typed. A change that does not fit the text we hold, or that is no newer than it, would leave a wrong text, so the
/// document is let go: what the disk holds is used until the editor opens it again.
/// </summary>
internal sealed class DidChangeHandler(InlineCompletionService typing) : INotificationHandler<DidChangeParams>
{
    public string Method => Methods.DidChange;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidChangeParams> ParamsType => ProtocolJson.Default.DidChangeParams;

    public Task HandleAsync(DidChangeParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        var session = context.Session;
        var uri = parameters.TextDocument.Uri;
        if (session.Documents.Find(uri) is not { } document)
        {
            throw new ServerException(ServerFailure.BadParams, $"{uri} is not open: a change needs didOpen before");
        }
        var version = parameters.TextDocument.Version ?? document.Version + 1;
        if (version <= document.Version)
        {
            throw LetGo(session, document, $"is to version {version}, and {document.Version} is held already");
        }
        var text = document.Text;
        foreach (var change in parameters.ContentChanges)
        {
            text = text is null ? null : TextChanges.Apply(text, change);
        }
        if (text is null)
        {
            throw LetGo(session, document, "lies outside its text");
        }
        var changed = document with { Version = version, Text = text };
        session.Documents = session.Documents.With(changed);
        typing.Changed(session, document, changed);
        return Task.CompletedTask;
    }

    private ServerException LetGo(ClientSession session, OpenDocument document, string why)
    {
        session.Documents = session.Documents.Without(document.Uri);
        typing.Closed(session, document);
        return new ServerException(
            ServerFailure.BadParams,
            $"a change of {document.Uri} {why}: the file on disk counts until the editor opens it again"
        );
    }
}
