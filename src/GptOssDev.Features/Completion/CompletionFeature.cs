using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Completion.Prompting;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>
/// Inline completion: the model writes candidates, the filters fit them to the file, the compiler judges them. Holds no state
/// of a request; any thread. Cancelling ends all generations at the next decode step.
/// </summary>
public sealed class CompletionFeature(IInferenceEngine engine, CompletionVerifier verifier, TimeProvider time)
{
    private const int MaxCount = 8;

    /// <summary>What suits the model that is loaded now, or the processors while none is.</summary>
    internal CompletionPreset Preset => CompletionPreset.For(engine.Status.Model);

    internal TimeProvider Time => time;

    /// <exception cref="FeatureException">Bad input: the file cannot be read, the position lies outside it, …</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<CompletionOutcome> CompleteAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var meter = new RequestTimer(time);
        var (code, cursor) = Open(request);
        if (await WhyNotAsync(request, code, cursor, cancellationToken) is { } why)
        {
            return new CompletionOutcome([], meter.Timings, why, null);
        }
        var place = await PlaceAsync(request, code, cursor, null, cancellationToken);
        return await WriteAsync(request, place, meter, onText: null, cancellationToken);
    }

    /// <summary>The text and the cursor in it.</summary>
    /// <exception cref="FeatureException">Bad input.</exception>
    internal static (CodeSnapshot Code, CursorContext Cursor) Open(CompletionRequest request)
    {
        RequireCount(request.Count);
        RequireCount(request.Candidates ?? 1);
        var file = CodeReader.Read(request.Code, request.Path, request.Text);
        var code = request.Text is null ? request.Code : request.Code.WithText(file.Path, request.Text);
        return (code, CursorContext.At(file.Path, file.Text, request.Position, code.Find(file.Path)?.Style));
    }

    /// <summary>Why nothing is to be suggested at a cursor; null when a suggestion is welcome.</summary>
    internal static async Task<string?> WhyNotAsync(
        CompletionRequest request,
        CodeSnapshot code,
        CursorContext cursor,
        CancellationToken cancellationToken
    ) => TriggerRules.WhyNot(cursor, request.Trigger, await InCommentOrStringAsync(code, cursor, cancellationToken));

    /// <summary>Asks the compiler what it knows of a cursor. The names there are being found when this returns.</summary>
    /// <param name="stable">What was collected near this place a moment ago; null collects all of it.</param>
    internal async Task<ResolvedCursor> PlaceAsync(
        CompletionRequest request,
        CodeSnapshot code,
        CursorContext cursor,
        PackedContext? stable,
        CancellationToken cancellationToken
    ) =>
        new(
            code,
            cursor,
            new CompletionPath(DisplayPath.Of(code.State.Root, cursor.Path), Path.GetFileName(code.State.Root)),
            request.ConstrainNames
                ? Task.Run(() => IdentifierConstraint.AtAsync(code, cursor, cancellationToken), cancellationToken)
                : Task.FromResult<IdentifierConstraint?>(null),
            CompletionLimits.For(engine.Status.Model).ContextTokens > 0
                ? await ContextCollector.CollectAsync(code, cursor, request.Surroundings, stable, cancellationToken)
                : PackedContext.Empty
        );

    /// <summary>Has candidates written and judged.</summary>
    /// <param name="onText">Gets what each candidate writes, with the candidate's number; called on pool threads.</param>
    internal async Task<CompletionOutcome> WriteAsync(
        CompletionRequest request,
        ResolvedCursor place,
        RequestTimer meter,
        Action<int, string>? onText,
        CancellationToken cancellationToken
    )
    {
        using var until = new CancellationTokenSource(request.TimeBudget ?? Timeout.InfiniteTimeSpan, time);
        using var model = await GenerationSession.StartAsync(
            engine,
            request.Settings,
            request.Priority,
            meter,
            cancellationToken
        );
        var verify = request.Verify && place.Cursor.IsCSharp;
        await using var judge = CandidateVerifier.Begin(verifier, place, verify, cancellationToken);
        var writer = new CandidateGenerator(model, place);
        var number = -1;
        var silent = false;
        var race = new BestOfN(
            (sampling, over) =>
            {
                var mine = Interlocked.Increment(ref number);
                Action<string>? listen = onText is null ? null : text => onText(mine, text);
                return writer.WriteAsync(
                    sampling,
                    isHeld: true,
                    listen,
                    candidate => TakeAsync(candidate, over),
                    until.Token,
                    over
                );
            }
        );
        async Task<CompletionItem?> TakeAsync(Candidate candidate, CancellationToken over)
        {
            if (candidate.IsSilent)
            {
                silent = true;
            }
            return candidate.Draft is null ? null : await meter.VerifyAsync(() => judge.VerifyAsync(candidate, over));
        }
        var items = new List<CompletionItem>();
        foreach (var group in Groups(request, model, verify))
        {
            items.AddRange(await race.RunAsync(group, firstWins: request.Count == 1, cancellationToken));
            // A model that writes nothing says that nothing belongs here; what the filters or the compiler refuse is a bad try.
            if (until.IsCancellationRequested || silent || items.Any(i => i.Verdict != CompletionVerdict.Rejected))
            {
                break;
            }
        }
        var shown = CandidateRanking.Best(items, request.Count);
        return new CompletionOutcome(
            shown,
            meter.Timings,
            shown.Count > 0 ? null : WhyNothing(items, until.IsCancellationRequested),
            model.Notice
        )
        {
            Rejected = items.Count(i => i.Verdict == CompletionVerdict.Rejected),
            IsPartial = until.IsCancellationRequested,
            AskedModel = true,
        };
    }

    private static IReadOnlyList<IReadOnlyList<SamplingOptions>> Groups(
        CompletionRequest request,
        GenerationSession model,
        bool verify
    )
    {
        var preset = CompletionPreset.For(model.Model);
        var candidates = verify ? request.Candidates ?? preset.Candidates : request.Count;
        return CandidateSampling.Groups(model.Sampling(), request.Count, candidates, preset);
    }

    private static void RequireCount(int count)
    {
        if (count is < 1 or > MaxCount)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{count} candidates cannot be asked for: give a number from 1 to {MaxCount}"
            );
        }
    }

    private static async Task<bool> InCommentOrStringAsync(
        CodeSnapshot code,
        CursorContext cursor,
        CancellationToken cancellationToken
    ) =>
        cursor.IsCSharp
        && (
            await code.FindAsync(cursor.Path, cursor.Position, cancellationToken) is { } document
                ? await document.IsInCommentOrStringAsync(cursor.Position, cancellationToken)
                : cursor.Code.Before.Ending is TextEnding.Comment or TextEnding.Literal
        );

    private static string WhyNothing(List<CompletionItem> rejected, bool outOfTime) =>
        rejected.Count > 0
            ? $"the compiler rejects what the model suggests: {string.Join("; ", rejected[0].Reasons.Take(1))}"
        : outOfTime ? "the time was up before the model had written anything"
        : "the model suggests nothing here";
}
