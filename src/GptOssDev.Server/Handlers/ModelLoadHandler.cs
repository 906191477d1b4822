using System.Text.Json.Serialization.Metadata;
using GptOssDev.Inference;
using GptOssDev.Protocol;
using GptOssDev.Server.Models;
using GptOssDev.Server.Requests;

namespace GptOssDev.Server.Handlers;

/// <summary>Loads a model ahead of the first request that needs it.</summary>
internal sealed class ModelLoadHandler(EngineHost host) : IRequestHandler<ModelParams, EmptyResult>
{
    public string Method => Methods.ModelLoad;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<ModelParams> ParamsType => ProtocolJson.Default.ModelParams;

    public JsonTypeInfo<EmptyResult> ResultType => ProtocolJson.Default.EmptyResult;

    public async Task<EmptyResult> HandleAsync(
        ModelParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        using IModelSession session = await host.Engine.AcquireAsync(
            parameters.Name ?? host.DefaultModel,
            cancellationToken
        );
        return new EmptyResult();
    }
}
