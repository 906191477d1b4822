using System.Text.Json.Serialization.Metadata;
using GptOssDev.Protocol;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Requests;

namespace GptOssDev.Server.Handlers.Lsp;

/// <summary>The user changed the window's settings: how its ghost text is generated from the next request on.</summary>
internal sealed class DidChangeConfigurationHandler(TypingDesk typing)
    : INotificationHandler<DidChangeConfigurationParams>
{
    public string Method => Methods.DidChangeConfiguration;

    public RequestMode Mode => RequestMode.ReadWrite;

    public JsonTypeInfo<DidChangeConfigurationParams> ParamsType => ProtocolJson.Default.DidChangeConfigurationParams;

    public Task HandleAsync(
        DidChangeConfigurationParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        context.Session.Options = parameters.Settings?.Gptoss?.Options;
        typing.Forget(context.Session);
        return Task.CompletedTask;
    }
}
