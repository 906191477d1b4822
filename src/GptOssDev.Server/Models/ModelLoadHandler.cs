using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Models;

/// <summary>Loads a model ahead of the first request that needs it.</summary>
internal sealed class ModelLoadHandler(IInferenceEngine engine, WorkDoneReporter reports)
    : IRequestHandler<ModelParams, EmptyResult>
{
    public string Method => Methods.ModelLoad;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<ModelParams> ParamsType => ProtocolJson.Default.ModelParams;

    public JsonTypeInfo<EmptyResult> ResultType => ProtocolJson.Default.EmptyResult;

    public Task<EmptyResult> HandleAsync(
        ModelParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.RunAsync(
            context,
            parameters.WorkDoneToken,
            "gptoss: loading the model",
            async (_, cancel) =>
            {
                using var session = await engine.AcquireAsync(parameters.Name, cancel);
                return new EmptyResult();
            },
            cancellationToken
        );
}
