using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;
using GptOssDev.Inference.Constraints;

namespace GptOssDev.Features.Evaluation;

/// <summary>
/// Hides the code at one place after the other and has it completed in every way that is compared. Candidates are written one
/// by one, so that the same seed gives the same texts.
/// </summary>
internal sealed class Replay(
    ModelTask model,
    CompletionFeature feature,
    CompletionVerifier gate,
    Verifier compiler,
    TimeProvider time
)
{
    public async Task<ReplayResult> RunAsync(
        CodeSnapshot code,
        ReplayPosition position,
        int candidates,
        CancellationToken cancel
    )
    {
        var place = await PlaceAsync(code, position, cancel);
        var run = new Run(new CandidateWriter(model, place), new CandidateJudge(gate, place), place);
        var free = await WriteAllAsync(run, candidates, constraint: null, cancel);
        var held = place.Names is { } names
            ? await WriteAllAsync(run, candidates, () => names.Constrain(model.Vocabulary), cancel)
            : free;
        var first = free[0].Candidate.Draft?.Text.Trim() ?? "";
        var hidden = LineEndings.Normalize(position.Site.Text, "\n").Trim();
        return new ReplayResult(
            position.Site.Kind,
            first == hidden,
            EditSimilarity.Of(first, hidden),
            [.. free.Select(w => w.Replayed)],
            [.. held.Select(w => w.Replayed)],
            place.Names is { OnlyNames: true } known
                ? new ReplayedNames(
                    known.Holds(position.Site.Text),
                    known.Holds(free[0].Candidate.Written),
                    known.Holds(held[0].Candidate.Written)
                )
                : null,
            Latency(held)
        );
    }

    private sealed record Run(CandidateWriter Writer, CandidateJudge Judge, CompletionPlace Place);

    private sealed record Written(Candidate Candidate, ReplayedCandidate Replayed, TimeSpan Took);

    private async Task<CompletionPlace> PlaceAsync(CodeSnapshot code, ReplayPosition position, CancellationToken cancel)
    {
        var text = SourceText.Read(code, position.Path, null).Text;
        var start = CursorContext.At(position.Path, text, position.Site.Hidden.Start).Offset;
        var hole = text.Remove(start, position.Site.Text.Length);
        var request = new CompletionRequest(code, position.Path, position.Site.Hidden.Start, hole);
        var (open, cursor) = CompletionFeature.Open(request);
        return await feature.PlaceAsync(request, open, cursor, null, cancel);
    }

    private async Task<List<Written>> WriteAllAsync(
        Run run,
        int count,
        Func<ITokenConstraint>? constraint,
        CancellationToken cancel
    )
    {
        var written = new List<Written>();
        foreach (var sampling in CandidateSampling.Spread(model.Sampling(), count))
        {
            written.Add(await WriteAsync(run, sampling, constraint, cancel));
        }
        return written;
    }

    private async Task<Written> WriteAsync(
        Run run,
        SamplingOptions sampling,
        Func<ITokenConstraint>? constraint,
        CancellationToken cancel
    )
    {
        var started = time.GetTimestamp();
        var candidate = await run.Writer.WriteAsync(sampling, constraint, onText: null, CancellationToken.None, cancel);
        var item = candidate.Draft is null ? null : await run.Judge.JudgeAsync(candidate, verify: true, cancel);
        // What follows is only measured: users do not wait for it.
        var took = time.GetElapsedTime(started);
        var cursor = run.Place.Cursor;
        var draft = candidate.Draft;
        return new Written(
            candidate,
            new ReplayedCandidate(
                await CompilesAsync(run.Place, CompletionFilters.Unfiltered(candidate.Written, cursor), 0, cancel),
                draft is null ? null : await CompilesAsync(run.Place, draft.Text, draft.Replaces, cancel),
                item is { Verdict: not CompletionVerdict.Rejected },
                item?.Verdict switch
                {
                    CompletionVerdict.Accepted => true,
                    CompletionVerdict.Rejected => false,
                    _ => null,
                }
            ),
            took
        );
    }

    private async Task<bool?> CompilesAsync(CompletionPlace place, string text, int replaces, CancellationToken cancel)
    {
        var cursor = place.Cursor;
        var end = cursor.Position with { Character = cursor.Position.Character + replaces };
        var verdict = await compiler.VerifyInsertionAsync(
            place.Code,
            cursor.Path,
            new TextRange(cursor.Position, end),
            LineEndings.Normalize(text, cursor.NewLine),
            cancel
        );
        return verdict.Kind switch
        {
            VerdictKind.Accepted => true,
            VerdictKind.Rejected => false,
            _ => null,
        };
    }

    /// <summary>The candidates up to the one that is shown; all of them where none is.</summary>
    private static TimeSpan Latency(List<Written> written)
    {
        var shown = written.FindIndex(w => w.Replayed.IsShown);
        return written.Take(shown < 0 ? written.Count : shown + 1).Aggregate(TimeSpan.Zero, (sum, w) => sum + w.Took);
    }
}
