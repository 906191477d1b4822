using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Features.Code;
using GptOssDev.Features.Refactor;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Refactor;

/// <summary>Runs a refactoring that an editor's user chose, with progress, and brings its edit into the editor's form. Any thread.</summary>
internal sealed class EditorRefactoring(WorkspaceResolver workspaces, RefactorFeature feature, WorkDoneReporter reports)
{
    /// <exception cref="ServerException">The command does not say what to change, or its document is another one by now.</exception>
    public async Task<EditorRefactorResult> RunAsync(
        EditorRefactorParams command,
        JsonElement? workDoneToken,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var target = EditorTarget.Of(command.Uri, command.Version, context);
        var instruction = Instruction(command);
        LineSpan? lines = (command.Range ?? command.Diagnostic?.Range) is { } range ? EditorTarget.Lines(range) : null;
        var settings = GenerationConversions.Settings(command.Options);
        return await reports.ShowAsync(
            context,
            workDoneToken,
            "gptoss: refactoring",
            async (_, cancel) =>
            {
                var code = await workspaces.SnapshotAsync(null, target.Path, context, cancel);
                var request = new RefactorRequest(
                    code,
                    instruction,
                    new CodeTarget(target.Path, ProtocolConversions.Lines(lines)),
                    settings
                );
                var outcome = await PartialResultStream.AnswerAsync(
                    context,
                    command.PartialResultToken,
                    onPart => feature.RefactorAsync(request, onPart, cancel),
                    cancel
                );
                return Result(outcome, EditorEdits.Of(outcome, code.State.Root, context));
            },
            cancellationToken
        );
    }

    private static string Instruction(EditorRefactorParams command)
    {
        List<string> given = [];
        if (command.Instruction is { } free)
        {
            given.Add(free);
        }
        if (command.Action is { } name)
        {
            given.Add(
                RefactoringCatalog.Find(name)?.Instruction
                    ?? throw new ServerException(ServerFailure.BadParams, $"there is no action '{name}'")
            );
        }
        if (command.Diagnostic is { } diagnostic)
        {
            given.Add(DiagnosticConversions.Complaint(diagnostic).Instruction);
        }
        return given is [var one]
            ? one
            : throw new ServerException(
                ServerFailure.BadParams,
                "say what to change: give one of instruction, action and diagnostic"
            );
    }

    private static EditorRefactorResult Result(RefactorOutcome outcome, WorkspaceEdit? edit)
    {
        var plain = VerdictConversions.Result(outcome);
        return new EditorRefactorResult(
            plain.Verdict,
            plain.Reasons,
            edit,
            plain.Edits,
            plain.Evidence,
            plain.Timings,
            plain.Notice
        );
    }
}
