using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Evaluation;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Generation;

/// <summary>Measures the machine and the model; says how far it is when the client gave a token.</summary>
internal sealed class BenchHandler(BenchFeature feature) : IRequestHandler<BenchParams, BenchResult>
{
    public string Method => Methods.Bench;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<BenchParams> ParamsType => ProtocolJson.Default.BenchParams;

    public JsonTypeInfo<BenchResult> ResultType => ProtocolJson.Default.BenchResult;

    public async Task<BenchResult> HandleAsync(
        BenchParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var outcome = await PartialResultStream.RunAsync<BenchStep, BenchProgress, BenchOutcome>(
            context,
            parameters.PartialResultToken,
            step => new BenchProgress(step.Number, step.Of, step.Message),
            ProtocolJson.Default.BenchProgress,
            onStep => feature.RunAsync(GenerationConversions.Settings(parameters.Options), onStep, cancellationToken),
            cancellationToken
        );
        return new BenchResult(
            outcome.Model.Name,
            outcome.Model.Backend,
            outcome.Model.Load?.Threads ?? 0,
            outcome.Load?.TotalMilliseconds,
            outcome.PromptTokens,
            outcome.PrefillRate,
            outcome.DecodeRate,
            outcome.LongPromptTokens,
            outcome.ColdFirstToken.TotalMilliseconds,
            outcome.CachedFirstToken.TotalMilliseconds,
            outcome.SuggestionTokens,
            outcome.Suggestion.TotalMilliseconds,
            outcome.Streams,
            outcome.StreamsRate,
            outcome.IsBusy,
            outcome.Total.TotalMilliseconds,
            BenchVerdict.For(outcome),
            outcome.Model.Load?.Note
        );
    }
}
