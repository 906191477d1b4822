using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Completion;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Completion;

/// <summary>Inline completions at a cursor of any file.</summary>
internal sealed class CompleteHandler(
    WorkspaceResolver workspaces,
    CompletionFeature feature,
    CompletionStats stats,
    TimeProvider time
) : IRequestHandler<CompleteParams, CompleteResult>
{
    private const int MaxBudgetMs = 600_000;

    public string Method => Methods.Complete;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<CompleteParams> ParamsType => ProtocolJson.Default.CompleteParams;

    public JsonTypeInfo<CompleteResult> ResultType => ProtocolJson.Default.CompleteResult;

    public async Task<CompleteResult> HandleAsync(
        CompleteParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var request = new CompletionRequest(
            await workspaces.SnapshotAsync(parameters.Workspace, parameters.Path, context, cancellationToken),
            parameters.Path,
            ProtocolConversions.Position(parameters.Position),
            parameters.Text,
            parameters.Count ?? 1,
            parameters.Verify ?? true,
            CompletionTrigger.Invoked,
            GenerationConversions.Settings(parameters.Options)
        )
        {
            Candidates = parameters.Candidates,
            TimeBudget = Budget(parameters.BudgetMs),
        };
        var outcome = await feature.CompleteAsync(request, cancellationToken);
        stats.Completed(parameters.Path, outcome, time.GetElapsedTime(started));
        return new CompleteResult(
            [.. outcome.Items.Select(CompletionConversions.Item)],
            GenerationConversions.Timings(outcome.Timings),
            outcome.Nothing,
            outcome.Notice
        );
    }

    /// <exception cref="ServerException"><see cref="ServerFailure.BadParams"/>: it is no time.</exception>
    internal static TimeSpan? Budget(int? milliseconds) =>
        milliseconds switch
        {
            null => null,
            >= 1 and <= MaxBudgetMs => TimeSpan.FromMilliseconds(milliseconds.Value),
            _ => throw new ServerException(
                ServerFailure.BadParams,
                $"budgetMs {milliseconds} is not between 1 and {MaxBudgetMs}"
            ),
        };
}
