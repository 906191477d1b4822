using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Evaluation;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Generation;

/// <summary>Measures the model and the product on a repository; reports how far it is when the client gave a token.</summary>
internal sealed class EvalHandler(WorkspaceResolver workspaces, CompletionEvaluation completion)
    : IRequestHandler<EvalParams, EvalResult>
{
    public string Method => Methods.Eval;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<EvalParams> ParamsType => ProtocolJson.Default.EvalParams;

    public JsonTypeInfo<EvalResult> ResultType => ProtocolJson.Default.EvalResult;

    public async Task<EvalResult> HandleAsync(
        EvalParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        if (parameters.Subject != "completion")
        {
            throw new ServerException(
                ServerFailure.BadParams,
                $"subject '{parameters.Subject}' is unknown: give completion"
            );
        }
        var code = await workspaces.SnapshotAsync(parameters.Workspace, null, context, cancellationToken);
        var usual = new EvaluationRequest(code, Settings: GenerationConversions.Settings(parameters.Options));
        var request = usual with
        {
            Positions = parameters.Positions ?? usual.Positions,
            Candidates = parameters.Candidates ?? usual.Candidates,
        };
        var outcome = await PartialResultStream.RunAsync<EvaluationProgress, EvalProgress, EvaluationOutcome>(
            context,
            parameters.PartialResultToken,
            progress => new EvalProgress(progress.Done, progress.Total),
            ProtocolJson.Default.EvalProgress,
            onProgress => completion.RunAsync(request, onProgress, cancellationToken),
            cancellationToken
        );
        return new EvalResult(
            code.State.Root,
            outcome.Model,
            outcome.Seed,
            outcome.Positions,
            outcome.Candidates,
            outcome.Verified,
            [.. outcome.Kinds.Select(Wire)],
            outcome.Notice
        );
    }

    private static EvalKind Wire(KindMetrics figures) =>
        new(
            figures.Kind,
            figures.Positions,
            figures.Exact,
            figures.Similarity,
            new EvalCompileRates(
                figures.Compiles.Raw,
                figures.Compiles.Filtered,
                figures.Compiles.Gated,
                figures.Compiles.BestOf,
                figures.Compiles.Constrained,
                figures.Compiles.BestConstrained
            ),
            figures.Shown,
            figures.AnyBinds,
            figures.ShownOfBinding,
            new EvalNames(
                figures.Names.Positions,
                figures.Names.OriginalAllowed,
                figures.Names.LegalRaw,
                figures.Names.LegalConstrained
            ),
            Wire(figures.Latency),
            Wire(figures.Outside)
        );

    private static EvalLatency Wire(LatencyMetrics times) => new(times.P50, times.P90, times.P95, times.P99);
}
