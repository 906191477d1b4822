using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Chat;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Explain;

/// <summary>Answers a question from the files named and the text piped in; streams the answer when the client gave a token.</summary>
internal sealed class AskHandler(WorkspaceResolver workspaces, AskFeature feature, WorkDoneReporter reports)
    : IRequestHandler<AskParams, AnswerResult>
{
    public string Method => Methods.Ask;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<AskParams> ParamsType => ProtocolJson.Default.AskParams;

    public JsonTypeInfo<AnswerResult> ResultType => ProtocolJson.Default.AnswerResult;

    public Task<AnswerResult> HandleAsync(
        AskParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.RunAsync(
            context,
            parameters.WorkDoneToken,
            "gptoss: answering",
            (_, cancel) => AnswerAsync(parameters, context, cancel),
            cancellationToken
        );

    private async Task<AnswerResult> AnswerAsync(
        AskParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var code = await workspaces.SnapshotAsync(
            parameters.Workspace,
            parameters is { Workspace.Root: null, Files: [var first, ..] } ? first.Path : null,
            context,
            cancellationToken
        );
        var request = new AskRequest(
            code,
            parameters.Question,
            parameters.Files is { } files
                ? [.. files.Select(f => new AskFile(f.Path, ProtocolConversions.Lines(f.Lines)))]
                : null,
            parameters.Context,
            parameters.UseRepository ?? true,
            GenerationConversions.Settings(parameters.Options)
        );
        return ProtocolConversions.Answer(
            await PartialResultStream.AnswerAsync(
                context,
                parameters.PartialResultToken,
                onPart => feature.AskAsync(request, onPart, cancellationToken),
                cancellationToken
            )
        );
    }
}
