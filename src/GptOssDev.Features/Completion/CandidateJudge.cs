using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Verification;

namespace GptOssDev.Features.Completion;

/// <summary>Turns filtered candidates of one cursor into items with the compiler's verdict. Any thread.</summary>
internal sealed class CandidateJudge(CompletionVerifier verifier, CompletionPlace place)
{
    /// <param name="candidate">One that the filters left something of.</param>
    /// <param name="verify">Whether the compiler is to be asked.</param>
    public async Task<CompletionItem> JudgeAsync(Candidate candidate, bool verify, CancellationToken cancel)
    {
        var (code, cursor) = (place.Code, place.Cursor);
        var draft = candidate.Draft!;
        var text = LineEndings.Normalize(draft.Text, cursor.NewLine);
        var end = cursor.Position with { Character = cursor.Position.Character + draft.Replaces };
        var range = new TextRange(cursor.Position, end);
        if (!verify || code.Find(cursor.Path) is not { } document)
        {
            return new CompletionItem(text, range, CompletionVerdict.Unverified, [], candidate.LogProbability);
        }
        var judged = await verifier.JudgeAsync(code, document.Path, range, text, cancel);
        return new CompletionItem(
            judged.Text,
            range,
            Of(judged.Verdict.Kind),
            judged.Verdict.Reasons,
            candidate.LogProbability
        )
        {
            AdditionalEdits = judged.AdditionalEdits,
        };
    }

    private static CompletionVerdict Of(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Accepted => CompletionVerdict.Accepted,
            VerdictKind.Rejected => CompletionVerdict.Rejected,
            _ => CompletionVerdict.Inconclusive,
        };
}
