using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Models;

/// <summary>Frees the model's memory; the next request loads it again.</summary>
internal sealed class ModelUnloadHandler(IInferenceEngine engine) : IRequestHandler<EmptyParams, EmptyResult>
{
    public string Method => Methods.ModelUnload;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<EmptyResult> ResultType => ProtocolJson.Default.EmptyResult;

    public async Task<EmptyResult> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        await engine.TryUnloadAsync(cancellationToken)
            ? new EmptyResult()
            : throw new ServerException(
                ServerFailure.Busy,
                "the model is answering requests: unload it when they have ended"
            );
}
