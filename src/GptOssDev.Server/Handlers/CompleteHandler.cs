using System.Text.Json.Serialization.Metadata;
using GptOssDev.Features.Completion;
using GptOssDev.Protocol;
using GptOssDev.Server.Requests;
using GptOssDev.Server.Wire;
using GptOssDev.Server.Workspaces;
using CompletionItem = GptOssDev.Protocol.CompletionItem;

namespace GptOssDev.Server.Handlers;

/// <summary>Inline completions at a cursor of any file.</summary>
internal sealed class CompleteHandler(RequestWorkspaces workspaces, CompletionFeature feature)
    : IRequestHandler<CompleteParams, CompleteResult>
{
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
        CompletionOutcome outcome = await feature.CompleteAsync(
            new CompletionRequest(
                await workspaces.SnapshotAsync(parameters.Workspace, parameters.Path, context, cancellationToken),
                parameters.Path,
                CodeWire.Position(parameters.Position),
                parameters.Text,
                parameters.Count ?? 1,
                parameters.Verify ?? true,
                CompletionTrigger.Invoked,
                GenerationWire.Settings(parameters.Options)
            ),
            cancellationToken
        );
        return new CompleteResult(
            [
                .. outcome.Items.Select(i => new CompletionItem(
                    i.Text,
                    CodeWire.Range(i.Range),
                    VerdictWord(i.Verdict),
                    i.Reasons,
                    i.LogProbability
                )),
            ],
            GenerationWire.Timings(outcome.Timings),
            outcome.Nothing,
            outcome.Notice
        );
    }

    public static string VerdictWord(CompletionVerdict verdict) =>
        verdict switch
        {
            CompletionVerdict.Accepted => "accepted",
            CompletionVerdict.Rejected => "rejected",
            CompletionVerdict.Inconclusive => "inconclusive",
            _ => "unverified",
        };
}
