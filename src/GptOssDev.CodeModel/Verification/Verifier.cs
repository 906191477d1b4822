using System.Runtime.CompilerServices;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Judges C# edits by compiling them in a fork of a snapshot. Nothing is written, nothing of the user's runs but the source generators
/// and analyzers of a trusted workspace. Any thread; several verifications may run at once. What was found for an unedited compilation
/// is kept as long as that compilation lives, so that many edits of one snapshot share it.
/// </summary>
public sealed class Verifier(TimeProvider time)
{
    private readonly ConditionalWeakTable<Compilation, KnownCompilation> _known = [];

    /// <summary>
    /// Compares the compiler's diagnostics before and after an edit: the edited projects, then those that depend on them. Errors that
    /// were there before do not count. What compiles is shown to the edited projects' own analyzers, where their settings make errors of
    /// what those find. An edit that stays inside bodies is judged in its own files, because nothing else can see it.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Verdict> VerifyAsync(
        CodeSnapshot before,
        IReadOnlyList<DocumentEdit> edits,
        VerifyOptions? options = null,
        CancellationToken cancellationToken = default
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
        var verdict = await run.JudgeAsync(cancellationToken);
        return verdict with { Evidence = verdict.Evidence with { TimeSpent = time.GetElapsedTime(started) } };
    }
}
