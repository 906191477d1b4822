using System.Text.Json.Serialization.Metadata;
using GptOssDev.Protocol;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Requests;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>The user granted trust in the window's folders, or took it back: it holds from the next request on.</summary>
internal sealed class TrustHandler(TypingDesk typing) : INotificationHandler<TrustParams>
{
    public string Method => Methods.Trust;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<TrustParams> ParamsType => ProtocolJson.Default.TrustParams;

    public Task HandleAsync(TrustParams parameters, RequestContext context, CancellationToken cancellationToken)
    {
        context.Session.Folders = context.Session.Folders with { Trusted = parameters.Trusted };
        typing.Forget(context.Session);
        return Task.CompletedTask;
    }
}
