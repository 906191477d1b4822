using System.Text.Json.Serialization.Metadata;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features;
using GptOssDev.Features.Refactor;
using GptOssDev.Protocol;
using GptOssDev.Server.Requests;
using GptOssDev.Server.Wire;
using GptOssDev.Server.Workspaces;
using Evidence = GptOssDev.Protocol.Evidence;
using FileEdit = GptOssDev.Protocol.FileEdit;

namespace GptOssDev.Server.Handlers;

/// <summary>Proposes a refactoring with the compiler's verdict; writes nothing.</summary>
internal sealed class RefactorHandler(RequestWorkspaces workspaces, RefactorFeature feature)
    : IRequestHandler<RefactorParams, RefactorResult>
{
    public string Method => Methods.Refactor;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<RefactorParams> ParamsType => ProtocolJson.Default.RefactorParams;

    public JsonTypeInfo<RefactorResult> ResultType => ProtocolJson.Default.RefactorResult;

    public async Task<RefactorResult> HandleAsync(
        RefactorParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        CodeSnapshot code = await workspaces.SnapshotAsync(
            parameters.Workspace,
            parameters.Path,
            context,
            cancellationToken
        );
        var request = new RefactorRequest(
            code,
            parameters.Instruction,
            new CodeTarget(parameters.Path, CodeWire.Lines(parameters.Lines), parameters.Symbol, parameters.Text),
            GenerationWire.Settings(parameters.Options)
        );
        return Result(
            await PartStream.AnswerAsync(
                context,
                parameters.PartialResultToken,
                onPart => feature.RefactorAsync(request, onPart, cancellationToken),
                cancellationToken
            )
        );
    }

    private static RefactorResult Result(RefactorOutcome outcome) =>
        new(
            outcome.Verdict.Kind switch
            {
                VerdictKind.Accepted => "accepted",
                VerdictKind.Rejected => "rejected",
                _ => "inconclusive",
            },
            outcome.Verdict.Reasons,
            [.. outcome.Edits.Select(e => new FileEdit(e.Path, e.Diff, e.OldText, e.NewText))],
            new Evidence(
                [.. outcome.Verdict.Evidence.DiagnosticsAdded.Select(CodeWire.Diagnostic)],
                [.. outcome.Verdict.Evidence.DiagnosticsRemoved.Select(CodeWire.Diagnostic)],
                [.. outcome.Verdict.Evidence.PublicApiChanges.Select(ApiLine)],
                outcome.Verdict.Evidence.ProjectsChecked.Count,
                outcome.Attempts
            ),
            GenerationWire.Timings(outcome.Timings),
            outcome.Notice
        );

    private static string ApiLine(ApiChange change) =>
        change switch
        {
            { Before: null } => $"added {change.After}",
            { After: null } => $"removed {change.Before}",
            _ => $"changed {change.Before} to {change.After}",
        };
}
