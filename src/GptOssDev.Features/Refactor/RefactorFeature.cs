using GptOssDev.CodeModel.Verification;
using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;
using GptOssDev.Inference;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// Refactoring: the model rewrites one part of a file, the compiler judges it, and once the model is told what the compiler
/// said. Writes no file. Holds no state of a request; any thread. Cancelling ends the generation at the next decode step.
/// </summary>
public sealed class RefactorFeature(IInferenceEngine engine, Verifier verifier, TimeProvider time)
{
    private const int MaxAttempts = 2;
    private const int CodeTokens = 1500;
    private const int InstructionTokens = 500;

    /// <param name="onPart">Gets what the model writes, piece by piece, in order; null for nobody.</param>
    /// <exception cref="FeatureException">Bad input: nothing to rewrite, too long to rewrite, …</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<RefactorOutcome> RefactorAsync(
        RefactorRequest request,
        Action<AnswerPart>? onPart,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var meter = new RequestTimer(time);
        var instruction = request.Instruction.Trim();
        if (instruction.Length == 0)
        {
            throw new FeatureException(FeatureFailure.BadInput, "the instruction is empty: say what to change");
        }
        var section = await SectionFinder.FindAsync(request.Code, request.Target, cancellationToken);
        using var model = await GenerationSession.StartAsync(
            engine,
            request.Settings,
            RequestPriority.Refactor,
            meter,
            cancellationToken
        );
        CheckSize(section, instruction, model);
        var conversation = RefactorPrompt.Of(section, instruction, model.Effort);
        var language = SourceLanguage.Of(section.Source.Path);
        var attempts = 0;
        RefactorAttempt attempt;
        while (true)
        {
            attempts++;
            attempt = await TryAsync(model, section, conversation, onPart, cancellationToken);
            if (attempts == MaxAttempts || !attempt.CanRepair)
            {
                break;
            }
            conversation = RefactorPrompt.Repair(conversation, attempt, language);
        }
        IReadOnlyList<FileEdit> edits = attempt.Edit is { } edit ? [edit] : [];
        return new RefactorOutcome(attempt.Verdict, edits, attempts, meter.Timings, model.Notice);
    }

    private async Task<RefactorAttempt> TryAsync(
        GenerationSession model,
        CodeSection section,
        Conversation conversation,
        Action<AnswerPart>? onPart,
        CancellationToken cancellationToken
    )
    {
        var maxTokens = model.MaxTokens((model.Budget.Count(section.Text) * 2) + 256);
        var answer = await model.AnswerAsync(conversation, AnswerFormat.Free, maxTokens, onPart, cancellationToken);
        if (CodeBlock.In(answer.Answer, SourceLanguage.Of(section.Source.Path)) is not { } code)
        {
            return RefactorAttempt.WithoutCode(
                answer.Answer,
                answer.Complete
                    ? "the model's answer holds no code: say in other words what to change"
                    : $"the model's answer was cut off after {answer.Tokens} tokens: name a smaller part"
            );
        }
        var (oldText, newText) = (
            section.Source.Text,
            SectionReplacement.Into(section, RewrittenCode.Of(section, code))
        );
        if (newText == oldText)
        {
            return RefactorAttempt.WithoutChange(answer.Answer);
        }
        var path = section.Path;
        var diff = UnifiedDiffText.Of(path, oldText, newText, EncodingOf(section.Source));
        var edit = new FileEdit(path, diff, oldText, newText);
        var verdict = await model.Meter.VerifyAsync(() => JudgeAsync(section, newText, cancellationToken));
        return new RefactorAttempt(answer.Answer, edit, verdict);
    }

    // What the workspace or an editor holds is text; the bytes that git compares are on the disk.
    private static SourceEncoding EncodingOf(SourceFile source) =>
        SourceFile.Read(source.Path).File?.Encoding ?? source.Encoding;

    private async Task<Verdict> JudgeAsync(CodeSection section, string newText, CancellationToken cancellationToken)
    {
        var verdict = await verifier.VerifyAsync(
            section.Code,
            [new DocumentEdit(section.Source.Path, newText)],
            cancellationToken: cancellationToken
        );
        return
            verdict.Kind != VerdictKind.Rejected
            && await DroppedDeclarations.WhyAsync(section, newText, cancellationToken) is { } why
            ? verdict with
            {
                Kind = VerdictKind.Rejected,
                Reasons = [why],
            }
            : verdict;
    }

    private static void CheckSize(CodeSection section, string instruction, GenerationSession model)
    {
        if (!model.Budget.Fits(instruction, InstructionTokens))
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"the instruction has more than {InstructionTokens} tokens: shorten it"
            );
        }
        // The code is in the prompt once, in the answer once, and in a repair once more of each.
        var most = Math.Min(CodeTokens, (model.Model.ContextTokens - InstructionTokens - 512) / 4);
        if (!model.Budget.Fits(section.Text, most))
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{section.Header}: more than {most} tokens are too long to rewrite in one go: "
                    + "name the lines of one member, or a symbol"
            );
        }
    }
}
