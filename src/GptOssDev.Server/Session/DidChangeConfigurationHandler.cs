using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>The user changed the window's settings: how its ghost text is generated from the next request on.</summary>
internal sealed class DidChangeConfigurationHandler(InlineCompletionService typing)
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
