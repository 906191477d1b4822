using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Code;
using GptOssDev.Features.Refactor;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Refactor;

/// <summary>Proposes a refactoring with the compiler's verdict; writes nothing.</summary>
internal sealed class RefactorHandler(WorkspaceResolver workspaces, RefactorFeature feature, WorkDoneReporter reports)
    : IRequestHandler<RefactorParams, RefactorResult>
{
    public string Method => Methods.Refactor;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<RefactorParams> ParamsType => ProtocolJson.Default.RefactorParams;

    public JsonTypeInfo<RefactorResult> ResultType => ProtocolJson.Default.RefactorResult;

    public Task<RefactorResult> HandleAsync(
        RefactorParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.RunAsync(
            context,
            parameters.WorkDoneToken,
            "gptoss: refactoring",
            (_, cancel) => RefactorAsync(parameters, context, cancel),
            cancellationToken
        );

    private async Task<RefactorResult> RefactorAsync(
        RefactorParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var code = await workspaces.SnapshotAsync(parameters.Workspace, parameters.Path, context, cancellationToken);
        var request = new RefactorRequest(
            code,
            parameters.Instruction,
            new CodeTarget(
                parameters.Path,
                ProtocolConversions.Lines(parameters.Lines),
                parameters.Symbol,
                parameters.Text
            ),
            GenerationConversions.Settings(parameters.Options)
        );
        return VerdictConversions.Result(
            await PartialResultStream.AnswerAsync(
                context,
                parameters.PartialResultToken,
                onPart => feature.RefactorAsync(request, onPart, cancellationToken),
                cancellationToken
            )
        );
    }
}
