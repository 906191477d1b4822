using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Explain;

/// <summary>Explains what an editor's user points at: code by <c>gptoss/explain</c>, a diagnostic by <c>gptoss/ask</c>. Any thread.</summary>
internal sealed class EditorExplanation(ExplainHandler explain, AskHandler ask, WorkDoneReporter reports)
{
    /// <exception cref="ServerException">The document is another one by now, or the diagnostic lies outside it.</exception>
    public Task<AnswerResult> RunAsync(
        EditorExplainParams command,
        JsonElement? workDoneToken,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.ShowAsync(
            context,
            workDoneToken,
            ExplainHandler.Title,
            (_, cancel) => AnswerAsync(command, context, cancel),
            cancellationToken
        );

    private Task<AnswerResult> AnswerAsync(
        EditorExplainParams command,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var target = EditorTarget.Of(command.Uri, command.Version, context);
        if (command.Diagnostic is { } diagnostic)
        {
            return ask.HandleAsync(Question(command, diagnostic, target, context), context, cancellationToken);
        }
        var isOfSymbol = command.Symbol is not null;
        var parameters = new ExplainParams(
            isOfSymbol ? null : target.Path,
            !isOfSymbol && command.Range is { } range ? EditorTarget.Lines(range) : null,
            command.Symbol,
            Options: command.Options,
            PartialResultToken: command.PartialResultToken
        );
        return explain.HandleAsync(parameters, context, cancellationToken);
    }

    private static AskParams Question(
        EditorExplainParams command,
        NamedDiagnostic diagnostic,
        EditorTarget target,
        RequestContext context
    )
    {
        var complaint = DiagnosticConversions.Complaint(diagnostic);
        var lines =
            target.Text(context) is { } text && complaint.Around(text) is { } around
                ? around
                : throw new ServerException(
                    ServerFailure.BadParams,
                    $"{target.Path}: cannot be read at line {complaint.Lines.Start}"
                );
        return new AskParams(
            complaint.Question,
            [new FileReference(target.Path, new LineSpan(lines.Start, lines.End))],
            Options: command.Options,
            PartialResultToken: command.PartialResultToken
        );
    }
}
