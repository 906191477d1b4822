using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Llama.Gguf;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Models;

/// <summary>Reads a model's header, weights untouched.</summary>
internal sealed class ModelInspectHandler(EngineHost host) : IRequestHandler<ModelParams, ModelInspectResult>
{
    public string Method => Methods.ModelInspect;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<ModelParams> ParamsType => ProtocolJson.Default.ModelParams;

    public JsonTypeInfo<ModelInspectResult> ResultType => ProtocolJson.Default.ModelInspectResult;

    public Task<ModelInspectResult> HandleAsync(
        ModelParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var file = host.Catalog.Find(parameters.Name ?? host.DefaultModel);
        return Task.Run(() => Result(file, GgufModelCheck.Check(file.Path)), cancellationToken);
    }

    private static ModelInspectResult Result(ModelFile file, GgufModelInfo info) =>
        new(
            file.Name,
            file.Path,
            info.Files,
            info.FileBytes,
            info.Architecture,
            info.ParameterCount,
            info.LayerCount,
            info.ContextLength,
            info.VocabularySize,
            info.TokenizerModel,
            info.HasHarmonyTokens,
            info.HasFillInTheMiddle,
            info.Metadata.GetValueOrDefault("general.license"),
            [.. info.TensorTypes.Select(t => new TensorTypeSummary(t.Key, t.Value))]
        );
}
