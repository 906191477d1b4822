using System.Collections.Concurrent;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Turns filtered candidates of one cursor into items with the compiler's verdict. What the verdicts need of the code as it is
/// gets bound from the beginning, while the model writes; what the model writes again is not judged again. Any thread.
/// </summary>
internal sealed class CandidateVerifier : IAsyncDisposable
{
    private readonly CompletionVerifier _verifier;
    private readonly ResolvedCursor _place;
    private readonly bool _verify;
    private readonly CancellationTokenSource _stop;
    private readonly Task _ready;
    private readonly ConcurrentDictionary<(string Text, TextRange Range), VerifiedCompletion> _judged = new();

    private CandidateVerifier(
        CompletionVerifier verifier,
        ResolvedCursor place,
        bool verify,
        CancellationTokenSource stop
    )
    {
        _verifier = verifier;
        _place = place;
        _verify = verify;
        _stop = stop;
        var (at, token) = (TextRange.At(place.Cursor.Position), stop.Token);
        _ready = verify
            ? Task.Run(() => verifier.PrepareAsync(place.Code, place.Cursor.Path, at, token), token)
            : Task.CompletedTask;
    }

    /// <param name="verify">Whether the compiler is to be asked.</param>
    public static CandidateVerifier Begin(
        CompletionVerifier verifier,
        ResolvedCursor place,
        bool verify,
        CancellationToken cancellationToken
    ) =>
        new(
            verifier,
            place,
            verify && place.Code.Find(place.Cursor.Path) is not null,
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken)
        );

    /// <param name="candidate">One that the filters left something of.</param>
    public async Task<CompletionItem> VerifyAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        var (code, cursor) = (_place.Code, _place.Cursor);
        var draft = candidate.Draft!;
        var text = LineEndings.Normalize(draft.Text, cursor.NewLine);
        var end = cursor.Position with { Character = cursor.Position.Character + draft.Replaces };
        var range = new TextRange(cursor.Position, end);
        if (!_verify)
        {
            return new CompletionItem(text, range, CompletionVerdict.Unverified, [], candidate.LogProbability);
        }
        if (!_judged.TryGetValue((text, range), out var judged))
        {
            await _ready.WaitAsync(cancellationToken);
            judged = await _verifier.JudgeAsync(code, cursor.Path, range, text, cancellationToken);
            _judged.TryAdd((text, range), judged);
        }
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

    /// <summary>Ends what is still bound: nobody asks any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static CompletionVerdict Of(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Accepted => CompletionVerdict.Accepted,
            VerdictKind.Rejected => CompletionVerdict.Rejected,
            _ => CompletionVerdict.Inconclusive,
        };
}
