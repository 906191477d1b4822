using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>The user granted trust in the window's folders, or took it back: it holds from the next request on.</summary>
internal sealed class TrustHandler(InlineCompletionService typing) : INotificationHandler<TrustParams>
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
