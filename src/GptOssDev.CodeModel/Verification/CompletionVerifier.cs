using System.Runtime.CompilerServices;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Judges text that a completion would insert, and makes of it what binds: a using directive that is missing is added when only one
/// namespace fits; text that does not bind as a whole is cut to its longest beginning of whole statements that does. Where the edit
/// stays inside a member's body, that body alone is bound. The answer depends only on the snapshot and the edit. Any thread; several
/// may run at once, and candidates for one snapshot share what was found for it.
/// </summary>
public sealed class CompletionVerifier(TimeProvider time)
{
    private readonly ConditionalWeakTable<Compilation, KnownCompilation> _known = [];
    private readonly ExtensionMethods _extensions = new();

    /// <summary>Judges the text and makes of it what binds.</summary>
    /// <param name="replaced">What the text replaces; an empty range inserts.</param>
    /// <exception cref="CodeModelException">The document is not there or the range lies outside it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<VerifiedCompletion> JudgeAsync(
        CodeSnapshot before,
        string path,
        TextRange replaced,
        string text,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        var started = time.GetTimestamp();
        var (trial, span) = await OpenAsync(before, path, replaced, cancellationToken);
        var judged = await new CompletionRun(trial, _extensions, span).JudgeAsync(text, cancellationToken);
        return judged with { Verdict = Timed(judged.Verdict, started) };
    }

    /// <summary>Judges the text as it is: nothing is added, nothing cut.</summary>
    /// <param name="replaced">What the text replaces; an empty range inserts.</param>
    /// <exception cref="CodeModelException">The document is not there or the range lies outside it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Verdict> VerifyAsync(
        CodeSnapshot before,
        string path,
        TextRange replaced,
        string text,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        var started = time.GetTimestamp();
        var (trial, span) = await OpenAsync(before, path, replaced, cancellationToken);
        var outcome = await trial.RunAsync([new TextChange(span, text)], cancellationToken);
        return Timed(outcome.Verdict, started);
    }

    /// <summary>Finds out what verdicts on text at a place will need of the code as it is, so that they need not wait for it.</summary>
    /// <param name="replaced">What such text will replace; an empty range inserts.</param>
    /// <exception cref="CodeModelException">The document is not there or the range lies outside it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task PrepareAsync(
        CodeSnapshot before,
        string path,
        TextRange replaced,
        CancellationToken cancellationToken = default
    )
    {
        var (trial, span) = await OpenAsync(before, path, replaced, cancellationToken);
        await trial.PrepareAsync(span, cancellationToken);
    }

    /// <summary>Takes the first verdicts' price in a document's project in advance.</summary>
    /// <exception cref="CodeModelException">The document is not there.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task WarmAsync(CodeSnapshot before, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        return VerifierWarmup.RunAsync(
            this,
            before,
            before.Find(path) ?? throw Missing(before, path),
            cancellationToken
        );
    }

    private async Task<(InsertionTrial Trial, TextSpan Replaced)> OpenAsync(
        CodeSnapshot before,
        string path,
        TextRange replaced,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        var document = await before.FindAsync(path, replaced.Start, cancellationToken) ?? throw Missing(before, path);
        var source = await document.Roslyn.GetTextAsync(cancellationToken);
        var span = TextPositions.Span(source, replaced, document.Path);
        return (new InsertionTrial(_known, before, document, source), span);
    }

    private static CodeModelException Missing(CodeSnapshot snapshot, string path) =>
        new(
            CodeModelReason.DocumentMissing,
            $"{path}: belongs to no project of {snapshot.State.Entry}; name a file of the workspace."
        );

    private Verdict Timed(Verdict verdict, long started) =>
        verdict with
        {
            Evidence = verdict.Evidence with { TimeSpent = time.GetElapsedTime(started) },
        };
}
