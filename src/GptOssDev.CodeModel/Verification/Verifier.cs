using System.Runtime.CompilerServices;
using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Judges C# edits by compiling them in a fork of a snapshot. Nothing is written, nothing of the user's runs but the source generators
/// of a trusted workspace. Any thread; several verifications may run at once. What was found for an unedited compilation is kept as
/// long as that compilation lives, so that many edits of one snapshot share it.
/// </summary>
public sealed class Verifier(TimeProvider time)
{
    private readonly ConditionalWeakTable<Compilation, KnownCompilation> _known = [];

    /// <summary>
    /// Compares the compiler's diagnostics before and after an edit: the edited projects, then those that depend on them. Errors that
    /// were there before do not count. An edit that stays inside bodies is judged in its own files, because nothing else can see it.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Verdict> VerifyAsync(
        CodeSnapshot before,
        IReadOnlyList<DocumentEdit> edits,
        VerifyOptions? options = null,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(edits);
        var run = new VerificationRun(
            _known,
            EditPlan.Of(before, edits),
            options ?? VerifyOptions.Default,
            before.State
        );
        var started = time.GetTimestamp();
        var verdict = await run.JudgeAsync(cancel);
        return verdict with { Evidence = verdict.Evidence with { TimeSpent = time.GetElapsedTime(started) } };
    }

    /// <summary>
    /// Judges text put in place of a range of one document, by that document's diagnostics alone: for completions, where time
    /// matters most. Warnings never reject here, whatever the project makes of them.
    /// </summary>
    /// <param name="replaced">What the text replaces; an empty range inserts.</param>
    /// <exception cref="CodeModelException">The document is not there or the range lies outside it.</exception>
    public async Task<Verdict> VerifyInsertionAsync(
        CodeSnapshot before,
        string path,
        TextRange replaced,
        string text,
        CancellationToken cancel = default
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(text);
        var started = time.GetTimestamp();
        var document =
            before.Find(path)
            ?? throw new CodeModelException(
                CodeModelReason.DocumentMissing,
                $"{path}: belongs to no project of {before.State.Entry}; name a file of the workspace."
            );
        var source = await document.Roslyn.GetTextAsync(cancel);
        var span = TextPositions.Span(source, replaced, document.Path);
        var changed = source.Replace(span, text).ToString();
        var options = VerifyOptions.Default with { RaisedWarningsReject = false, ComparePublicApi = false };
        var plan = EditPlan.Of(before, [new DocumentEdit(document.Path, changed)]);
        var verdict = await new VerificationRun(_known, plan, options, before.State).JudgeDocumentsAsync(cancel);
        return verdict with { Evidence = verdict.Evidence with { TimeSpent = time.GetElapsedTime(started) } };
    }
}
