using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Code;
using GptOssDev.Features.Explain;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Explain;

/// <summary>Explains code; streams the answer when the client gave a token.</summary>
internal sealed class ExplainHandler(WorkspaceResolver workspaces, ExplainFeature feature, WorkDoneReporter reports)
    : IRequestHandler<ExplainParams, AnswerResult>
{
    public const string Title = "gptoss: explaining";

    public string Method => Methods.Explain;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<ExplainParams> ParamsType => ProtocolJson.Default.ExplainParams;

    public JsonTypeInfo<AnswerResult> ResultType => ProtocolJson.Default.AnswerResult;

    public Task<AnswerResult> HandleAsync(
        ExplainParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.RunAsync(
            context,
            parameters.WorkDoneToken,
            Title,
            (_, cancel) => AnswerAsync(parameters, context, cancel),
            cancellationToken
        );

    private async Task<AnswerResult> AnswerAsync(
        ExplainParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var code = await workspaces.SnapshotAsync(parameters.Workspace, parameters.Path, context, cancellationToken);
        var request = new ExplainRequest(
            code,
            new CodeTarget(
                parameters.Path,
                ProtocolConversions.Lines(parameters.Lines),
                parameters.Symbol,
                parameters.Text
            ),
            GenerationConversions.Settings(parameters.Options)
        );
        return ProtocolConversions.Answer(
            await PartialResultStream.AnswerAsync(
                context,
                parameters.PartialResultToken,
                onPart => feature.ExplainAsync(request, onPart, cancellationToken),
                cancellationToken
            )
        );
    }
}
