using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Evaluation;

namespace GptOssDev.Tests.Quality;

/// <summary>A completion that would be shown with the verdict accepted.</summary>
/// <param name="Before">The file with the code at the cursor hidden.</param>
/// <param name="After">The same with the item in it.</param>
/// <param name="Errors">What the compiler has against the file before the item came.</param>
internal sealed record AcceptedItem(
    string Path,
    TextPosition Cursor,
    string Text,
    string Before,
    string After,
    IReadOnlyList<CodeDiagnostic> Errors
)
{
    /// <summary>Has a place's code completed as for a user.</summary>
    /// <returns>Whether something is shown, and the item where its verdict is accepted.</returns>
    public static async Task<(bool IsShown, AcceptedItem? Item)> AtAsync(
        CompletionFeature feature,
        CodeSnapshot code,
        EvaluationPosition position,
        int seed,
        CancellationToken cancel
    )
    {
        var hole = position.Hole(code);
        var cursor = position.Site.Hidden.Start;
        var settings = new GptOssDev.Features.Generation.GenerationSettings { Seed = seed };
        var request = new CompletionRequest(code, position.Path, cursor, hole, Settings: settings);
        var outcome = await feature.CompleteAsync(request, cancel);
        if (outcome.Items is not [{ Verdict: CompletionVerdict.Accepted } item, ..])
        {
            return (outcome.Items.Count > 0, null);
        }
        var before = await CompilerFindings.ForDocumentsAsync(
            code.WithText(position.Path, hole),
            [position.Path],
            cancellationToken: cancel
        );
        List<CodeDiagnostic> errors = [.. before.Where(d => d.IsCompilerError)];
        return (true, new AcceptedItem(position.Path, cursor, item.Text, hole, item.ApplyTo(hole), errors));
    }

    /// <summary>Those of a build's errors in the file that were not there before the item came.</summary>
    public IReadOnlyList<BuildError> New(IEnumerable<BuildError> built)
    {
        var known = new List<CodeDiagnostic>(Errors);
        var grown = After.AsSpan().Count('\n') - Before.AsSpan().Count('\n');
        return
        [
            .. built.Where(error =>
            {
                var at = known.FindIndex(k =>
                    k.Id == error.Id && (k.Message == error.Message || Line(k) == error.Line)
                );
                if (at >= 0)
                {
                    known.RemoveAt(at);
                }
                return at < 0;
            }),
        ];

        int Line(CodeDiagnostic error) =>
            error.Range.Start.Line + 1 + (error.Range.Start.Line > Cursor.Line ? grown : 0);
    }
}
