using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>The editor has read our capabilities. Nothing is registered later, so nothing follows from it.</summary>
internal sealed class InitializedHandler : INotificationHandler<EmptyParams>
{
    public string Method => Methods.Initialized;

    public RequestMode Mode => RequestMode.OutOfBand;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public Task HandleAsync(EmptyParams parameters, RequestContext context, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
