using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Session;

/// <summary>Ends the daemon, as a termination signal does. The answer leaves before the connection is closed.</summary>
internal sealed class ShutdownHandler(ShutdownSignal stop) : IRequestHandler<EmptyParams, EmptyResult>
{
    public string Method => Methods.Shutdown;

    public RequestMode Mode => RequestMode.OutOfBand;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<EmptyResult> ResultType => ProtocolJson.Default.EmptyResult;

    public Task<EmptyResult> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        stop.Request("a client asked for it");
        return Task.FromResult(new EmptyResult());
    }
}
