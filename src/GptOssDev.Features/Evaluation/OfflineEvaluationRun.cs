using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Candidates;
using GptOssDev.Features.Completion.Filters;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Evaluation;

/// <summary>
/// Hides the code at one place after the other and has it completed in every way that is compared. Candidates are written one
/// by one, so that the same seed gives the same texts, and only as many as the figures need. Used by one caller at a time.
/// </summary>
/// <param name="gate">Judges as for users.</param>
/// <param name="compiler">Judges what is shown again in another way: it binds the whole file.</param>
internal sealed class OfflineEvaluationRun(
    GenerationSession model,
    CompletionFeature feature,
    CompletionVerifier gate,
    Verifier compiler,
    TimeProvider time
)
{
    private static readonly VerifyOptions _errors = VerifyOptions.Default with
    {
        RaisedWarningsReject = false,
        ComparePublicApi = false,
    };

    private readonly HashSet<string> _warm = new(StringComparer.Ordinal);

    public async Task<EvaluationSampleResult> RunAsync(
        CodeSnapshot code,
        EvaluationPosition position,
        int candidates,
        CancellationToken cancellationToken
    )
    {
        await WarmAsync(code, position, cancellationToken);
        var started = time.GetTimestamp();
        var place = await PlaceAsync(code, position, cancellationToken);
        await using var judge = CandidateVerifier.Begin(gate, place, verify: true, cancellationToken);
        var run = new Run(new CandidateGenerator(model, place), judge, place);
        var before = time.GetElapsedTime(started);
        // What users get comes first: the free candidates after it find the prompt and the verdicts known, and are not timed.
        var held = await WriteAsync(
            run,
            [],
            candidates,
            isHeld: true,
            written => IsEnd(written[^1]),
            cancellationToken
        );
        var names = await place.Names;
        // Once one is shown and one raw text compiles, no figure changes any more.
        var free = await WriteAsync(
            run,
            names is null ? held : [],
            candidates,
            isHeld: false,
            written => written.Any(w => w.Replayed.IsShown) && written.Any(w => w.Replayed.RawCompiles == true),
            cancellationToken
        );
        var first = free[0].Candidate.Draft?.Text.Trim() ?? "";
        var hidden = LineEndings.Normalize(position.Site.Text, "\n").Trim();
        return new EvaluationSampleResult(
            position.Site.Kind,
            first == hidden,
            EditSimilarity.Of(first, hidden),
            [.. free.Select(w => w.Replayed)],
            [.. held.Select(w => w.Replayed)],
            names is { OnlyNames: true } known
                ? new EvaluatedNames(
                    known.Holds(position.Site.Text),
                    known.Holds(free[0].Candidate.Written),
                    known.Holds(held[0].Candidate.Written)
                )
                : null,
            Sum(before, held.Select(w => w.Took)),
            Sum(before, held.Select(w => w.Outside))
        );
    }

    private sealed record Run(CandidateGenerator Writer, CandidateVerifier Judge, ResolvedCursor Place);

    /// <param name="Outside">The part of the time in which the model had nothing to do.</param>
    private sealed record Sample(Candidate Candidate, EvaluatedCandidate Replayed, TimeSpan Took, TimeSpan Outside);

    // What a file refers to is read when the file is opened; the daemon does that before anyone types.
    private async Task WarmAsync(CodeSnapshot code, EvaluationPosition position, CancellationToken cancellationToken)
    {
        if (_warm.Add(position.Path) && code.Find(position.Path) is not null)
        {
            await gate.WarmAsync(code, position.Path, cancellationToken);
        }
    }

    private async Task<ResolvedCursor> PlaceAsync(
        CodeSnapshot code,
        EvaluationPosition position,
        CancellationToken cancellationToken
    )
    {
        var request = new CompletionRequest(code, position.Path, position.Site.Hidden.Start, position.Hole(code));
        var (open, cursor) = CompletionFeature.Open(request);
        return await feature.PlaceAsync(request, open, cursor, null, cancellationToken);
    }

    /// <param name="before">The first candidates where they are written already.</param>
    private async Task<IReadOnlyList<Sample>> WriteAsync(
        Run run,
        IReadOnlyList<Sample> before,
        int most,
        bool isHeld,
        Func<IReadOnlyList<Sample>, bool> enough,
        CancellationToken cancellationToken
    )
    {
        var written = before.ToList();
        foreach (var sampling in CandidateSampling.Spread(model.Sampling(), most).Skip(before.Count))
        {
            if (written.Count > 0 && enough(written))
            {
                break;
            }
            written.Add(await WriteAsync(run, sampling, isHeld, cancellationToken));
        }
        return written;
    }

    private async Task<Sample> WriteAsync(
        Run run,
        SamplingOptions sampling,
        bool isHeld,
        CancellationToken cancellationToken
    )
    {
        var (started, spent) = (time.GetTimestamp(), InModel());
        var (candidate, item) = await run.Writer.WriteAsync(
            sampling,
            isHeld,
            onText: null,
            async written =>
                (written, written.Draft is null ? null : await run.Judge.VerifyAsync(written, cancellationToken)),
            CancellationToken.None,
            cancellationToken
        );
        // What follows is only measured: users do not wait for it.
        var took = time.GetElapsedTime(started);
        var outside = took - (InModel() - spent);
        var replayed = new EvaluatedCandidate(
            await RawCompilesAsync(run.Place, candidate, item, cancellationToken),
            AsItIs(run.Place, candidate, item),
            item is { Verdict: not CompletionVerdict.Rejected },
            await ShownCompilesAsync(run.Place, item, cancellationToken)
        );
        return new Sample(candidate, replayed, took, outside);
    }

    private TimeSpan InModel() => model.Meter.Timings is var sum ? sum.Queue + sum.Prefill + sum.Decode : default;

    private async Task<bool?> RawCompilesAsync(
        ResolvedCursor place,
        Candidate candidate,
        CompletionItem? item,
        CancellationToken cancellationToken
    )
    {
        var raw = CompletionFilters.Unfiltered(candidate.Written, place.Cursor);
        if (string.IsNullOrWhiteSpace(raw))
        {
            // Nothing compiles anywhere, and nobody can show it.
            return null;
        }
        if (candidate.Draft is { Replaces: 0 } draft && draft.Text == raw)
        {
            return AsItIs(place, candidate, item);
        }
        var verdict = await gate.VerifyAsync(
            place.Code,
            place.Cursor.Path,
            TextRange.At(place.Cursor.Position),
            LineEndings.Normalize(raw, place.Cursor.NewLine),
            cancellationToken
        );
        return Compiles(verdict);
    }

    // What the gate had to mend or to cut does not compile as the filters left it.
    private static bool? AsItIs(ResolvedCursor place, Candidate candidate, CompletionItem? item) =>
        item?.Verdict switch
        {
            CompletionVerdict.Accepted => item.AdditionalEdits.Count == 0
                && item.Text == LineEndings.Normalize(candidate.Draft!.Text, place.Cursor.NewLine),
            CompletionVerdict.Rejected => false,
            _ => null,
        };

    private async Task<bool?> ShownCompilesAsync(
        ResolvedCursor place,
        CompletionItem? item,
        CancellationToken cancellationToken
    )
    {
        if (item is not { Verdict: CompletionVerdict.Accepted })
        {
            return null;
        }
        var text = item.ApplyTo(place.Cursor.Text);
        var edit = new DocumentEdit(place.Cursor.Path, text);
        return Compiles(await compiler.VerifyAsync(place.Code, [edit], _errors, cancellationToken));
    }

    private static bool? Compiles(Verdict verdict) =>
        verdict.Kind switch
        {
            VerdictKind.Accepted => true,
            VerdictKind.Rejected => false,
            _ => null,
        };

    // Where completion writes no more candidates.
    private static bool IsEnd(Sample written) => written.Replayed.IsShown || written.Candidate.IsSilent;

    private static TimeSpan Sum(TimeSpan first, IEnumerable<TimeSpan> others) =>
        others.Aggregate(first, (sum, other) => sum + other);
}
