using System.Runtime.CompilerServices;
using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;

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

    /// <param name="replaced">What the text replaces; an empty range inserts.</param>
    /// <exception cref="CodeModelException">The document is not there or the range lies outside it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<JudgedCompletion> JudgeAsync(
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
        var run = new CompletionRun(new InsertionTrial(_known, before, document, source), _extensions, span);
        var judged = await run.JudgeAsync(text, cancel);
        var evidence = judged.Verdict.Evidence with { TimeSpent = time.GetElapsedTime(started) };
        return judged with { Verdict = judged.Verdict with { Evidence = evidence } };
    }
}
