using GptOssDev.CodeModel.Verification;
using GptOssDev.Retrieval.Diffs;

namespace GptOssDev.Features.Review;

/// <summary>The part of a review that needs no model: what the compiler says of the changed lines.</summary>
internal static class CompilerReview
{
    private const int MaxMessage = 500;

    /// <summary>Adds a finding for each error and warning that stands on a changed line or came with the change, of files whose new text is known.</summary>
    public static async Task RunAsync(
        ReviewChanges changes,
        IReadOnlyList<DiffFile> files,
        FindingList findings,
        CancellationToken cancel
    )
    {
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            var path = Path.GetFullPath(file.Path, changes.Root);
            // A patch may be for other files than those on disk: their lines say nothing about it.
            if (!changes.Knows(file) || SourceText.TryRead(changes.Code, path) is not { } text)
            {
                continue;
            }
            var before = await BeforeAsync(changes, file, path, text, cancel);
            var touched = file.Hunks.SelectMany(h => ReviewHunk.TouchedBy(h.Lines)).ToHashSet();
            foreach (var diagnostic in await CompilerFindings.ForDocumentsAsync(changes.Code, [path], cancel: cancel))
            {
                var lines = new LineRange(diagnostic.Range.Start.Line + 1, diagnostic.Range.End.Line + 1);
                var known = before?.Remove((diagnostic.Id, diagnostic.Message)) ?? true;
                var isOnChange = touched.Any(l => l >= lines.Start && l <= lines.End);
                // A change can break a line that it does not touch: told when the old text had nothing of the kind.
                if (IsTold(diagnostic) && (isOnChange || !known))
                {
                    findings.Add(Finding(file, diagnostic, lines), ReviewText.Lines(text, lines));
                }
            }
        }
    }

    /// <summary>What the compiler said before the change, each as often as it did; null when the old text is not known.</summary>
    private static async Task<List<(string Id, string Message)>?> BeforeAsync(
        ReviewChanges changes,
        DiffFile file,
        string path,
        string text,
        CancellationToken cancel
    ) =>
        OldSide.Of(file, text) is { } old
            ?
            [
                .. (
                    await CompilerFindings.ForDocumentsAsync(changes.Code.WithText(path, old), [path], cancel: cancel)
                ).Select(d => (d.Id, d.Message)),
            ]
            : null;

    private static bool IsTold(CodeDiagnostic diagnostic) =>
        diagnostic.Level is DiagnosticLevel.Error or DiagnosticLevel.Warning;

    private static ReviewFinding Finding(DiffFile file, CodeDiagnostic diagnostic, LineRange lines) =>
        new(
            0,
            file.Path,
            lines,
            diagnostic.Level == DiagnosticLevel.Error ? FindingSeverity.Error : FindingSeverity.Warning,
            diagnostic.Id,
            diagnostic.Message.Length <= MaxMessage ? diagnostic.Message : diagnostic.Message[..MaxMessage],
            null,
            FindingWitness.Proved,
            FindingSource.Compiler,
            ""
        );
}
