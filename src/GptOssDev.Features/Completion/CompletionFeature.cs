using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>
/// Inline completion: the model writes candidates, the filters fit them to the file, the compiler judges them. Holds no state
/// of a request; any thread. Cancelling ends the generation at the next decode step.
/// </summary>
public sealed class CompletionFeature(IInferenceEngine engine, Verifier verifier, TimeProvider time)
{
    private const int MaxCount = 8;
    private const double SampledTemperature = 0.4;

    // When the compiler rejects all: the prompt is cached, so another try costs little against showing nothing.
    private const int MoreTries = 2;

    /// <exception cref="FeatureException">Bad input: the file cannot be read, the position lies outside it, …</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<CompletionOutcome> CompleteAsync(CompletionRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var meter = new RequestMeter(time);
        var (code, cursor) = Open(request);
        if (TriggerRules.WhyNot(cursor, request.Trigger, await InCommentOrStringAsync(code, cursor, cancel)) is { } why)
        {
            return new CompletionOutcome([], meter.Timings, why, null);
        }

        using var model = await ModelTask.StartAsync(
            engine,
            request.Settings,
            RequestPriority.Keystroke,
            meter,
            cancel
        );
        var writer = new CandidateWriter(model, cursor, DisplayPath.Of(code.State.Root, cursor.Path));
        var verify = request.Verify && SourceLanguage.Of(cursor.Path).IsCSharp;
        var judge = new CandidateJudge(verifier);
        var items = new List<CompletionItem>();
        var tries = 0;
        foreach (var sampling in Samplings(model.Sampling(), request.Count + MoreTries))
        {
            if (
                tries++ >= request.Count
                && !(items.Count > 0 && items.All(i => i.Verdict == CompletionVerdict.Rejected))
            )
            {
                break;
            }
            if (await writer.WriteAsync(sampling, cancel) is not { } candidate)
            {
                continue;
            }
            if (items.All(i => i.Text != LineEndings.Normalize(candidate.Draft.Text, cursor.NewLine)))
            {
                items.Add(
                    await meter.VerifyAsync(() =>
                        judge.JudgeAsync(code, cursor, candidate.Draft, candidate.LogProbability, verify, cancel)
                    )
                );
            }
        }
        var kept = items
            .Where(i => i.Verdict != CompletionVerdict.Rejected)
            .OrderBy(i => i.Verdict)
            .ThenByDescending(i => i.LogProbability)
            .ToList();
        return new CompletionOutcome(kept, meter.Timings, kept.Count > 0 ? null : WhyNothing(items), model.Notice);
    }

    private static (CodeSnapshot Code, CursorContext Cursor) Open(CompletionRequest request)
    {
        if (request.Count is < 1 or > MaxCount)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{request.Count} candidates cannot be asked for: give a number from 1 to {MaxCount}"
            );
        }
        var file = SourceText.Read(request.Code, request.Path, request.Text);
        var code = request.Text is null ? request.Code : request.Code.WithText(file.Path, request.Text);
        return (code, CursorContext.At(file.Path, file.Text, request.Position));
    }

    private static async Task<bool> InCommentOrStringAsync(
        CodeSnapshot code,
        CursorContext cursor,
        CancellationToken cancel
    ) =>
        SourceLanguage.Of(cursor.Path).IsCSharp
        && (
            code.Find(cursor.Path) is { } document
                ? await document.IsInCommentOrStringAsync(cursor.Position, cancel)
                : !BracketScan.Of(cursor.Before).EndsInCode
        );

    /// <summary>The first as the user wants it, greedy by default, the others spread around it by seeds of their own.</summary>
    private static IEnumerable<SamplingOptions> Samplings(SamplingOptions first, int count)
    {
        yield return first;
        for (var i = 1; i < count; i++)
        {
            yield return first with
            {
                Temperature = first.Temperature > 0 ? first.Temperature : SampledTemperature,
                Seed = unchecked(((first.Seed ?? 0) * 31) + i) & int.MaxValue,
            };
        }
    }

    private static string WhyNothing(List<CompletionItem> rejected) =>
        rejected.Count == 0
            ? "the model suggests nothing here"
            : $"the compiler rejects what the model suggests: {string.Join("; ", rejected[0].Reasons.Take(1))}";
}
