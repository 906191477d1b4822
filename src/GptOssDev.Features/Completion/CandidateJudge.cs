using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.Features.Completion;

/// <summary>Turns a filtered candidate into an item with the compiler's verdict.</summary>
internal sealed class CandidateJudge(Verifier verifier)
{
    /// <param name="code">A snapshot in which the file has the cursor's text.</param>
    /// <param name="verify">Whether the compiler is to be asked.</param>
    public async Task<CompletionItem> JudgeAsync(
        CodeSnapshot code,
        CursorContext cursor,
        CompletionDraft draft,
        double logProbability,
        bool verify,
        CancellationToken cancel
    )
    {
        var text = LineEndings.Normalize(draft.Text, cursor.NewLine);
        var end = cursor.Position with { Character = cursor.Position.Character + draft.Replaces };
        var range = new TextRange(cursor.Position, end);
        if (!verify || code.Find(cursor.Path) is not { } document)
        {
            return new CompletionItem(text, range, CompletionVerdict.Unverified, [], logProbability);
        }
        var verdict = await verifier.VerifyInsertionAsync(code, document.Path, range, text, cancel);
        return new CompletionItem(text, range, Of(verdict.Kind), verdict.Reasons, logProbability);
    }

    private static CompletionVerdict Of(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Accepted => CompletionVerdict.Accepted,
            VerdictKind.Rejected => CompletionVerdict.Rejected,
            _ => CompletionVerdict.Inconclusive,
        };
}
