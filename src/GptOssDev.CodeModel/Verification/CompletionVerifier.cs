using GptOssDev.CodeModel.Sources;
using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Judges text that a completion would insert. The answer depends only on the snapshot and the edit. Any thread; several may run at
/// once.
/// </summary>
public sealed class CompletionVerifier(TimeProvider time)
{
    private readonly Verifier _verifier = new(time);

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
        var verdict = await _verifier.VerifyInsertionAsync(before, path, replaced, text, cancel);
        return new JudgedCompletion(verdict, text, []);
    }
}
