using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Inference;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Models;

/// <summary>Lists the models in the known folders; reads each header, so an unusable file is told with its reason.</summary>
internal sealed class ModelListHandler(EngineHost host) : IRequestHandler<EmptyParams, ModelListResult>
{
    public string Method => Methods.ModelList;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<EmptyParams> ParamsType => ProtocolJson.Default.EmptyParams;

    public JsonTypeInfo<ModelListResult> ResultType => ProtocolJson.Default.ModelListResult;

    public Task<ModelListResult> HandleAsync(
        EmptyParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var files = host.Catalog.List();
        var usual =
            files.FirstOrDefault(f =>
                string.Equals(f.Name, host.DefaultModel, StringComparison.OrdinalIgnoreCase)
                || string.Equals(f.Path, host.DefaultModel, StringComparison.Ordinal)
            ) ?? ModelCatalog.Default(files);
        return Task.Run(
            () => new ModelListResult([.. files.Select(f => Entry(f, isDefault: f == usual))]),
            cancellationToken
        );
    }

    private static ModelEntry Entry(ModelFile file, bool isDefault)
    {
        var source = file.Source == ModelSource.Bundled ? "bundled" : "user";
        try
        {
            return new ModelEntry(file.Name, file.Path, source, GgufModelCheck.Check(file.Path).FileBytes, isDefault);
        }
        catch (LlamaException unusable)
        {
            return new ModelEntry(file.Name, file.Path, source, 0, isDefault, unusable.Message);
        }
    }
}
