using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Generation;

/// <summary>The bare continuation of a prompt, for measuring and tooling: no harmony format, no verdict.</summary>
internal sealed class GenerateHandler(GenerateFeature feature) : IRequestHandler<GenerateParams, GenerateResult>
{
    public string Method => Methods.Generate;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<GenerateParams> ParamsType => ProtocolJson.Default.GenerateParams;

    public JsonTypeInfo<GenerateResult> ResultType => ProtocolJson.Default.GenerateResult;

    public async Task<GenerateResult> HandleAsync(
        GenerateParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var settings = GenerationConversions.Settings(parameters.Options);
        var outcome = await feature.GenerateAsync(
            new GenerateRequest(
                parameters.Prompt,
                parameters.Tokens,
                parameters.StopAtEnd ?? false,
                settings with
                {
                    MaxTokens = parameters.MaxTokens ?? settings.MaxTokens,
                }
            ),
            cancellationToken
        );
        return new GenerateResult(
            outcome.Tokens,
            outcome.Text,
            ReasonWord(outcome.Reason),
            GenerationConversions.Timings(outcome.Timings)
        );
    }

    private static string ReasonWord(FinishReason reason) =>
        reason switch
        {
            FinishReason.Stop => "stop",
            FinishReason.ContextFull => "context-full",
            _ => "length",
        };
}
