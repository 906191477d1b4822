using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// Judges edits that an editor, a person or another program made: no model is asked and nothing is written. Holds no state of
/// a request; any thread.
/// </summary>
public sealed class VerifyFeature(Verifier verifier)
{
    private const int MaxEdits = 200;
    private const int MaxCharacters = 8 << 20;

    /// <exception cref="FeatureException">No edits, too many, or some that cannot be applied together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Verdict> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Edits.Count is 0 or > MaxEdits)
        {
            throw Bad($"{request.Edits.Count} edits cannot be judged: give 1 to {MaxEdits}");
        }
        var byFile = request.Edits.GroupBy(e => e.Path, PathNames.Comparer).ToList();
        var edits = byFile.Select(edits => Applied(request.Code, [.. edits])).ToList();
        if (edits.Sum(e => (long)(e.NewText?.Length ?? 0)) > MaxCharacters)
        {
            throw Bad($"the edited files have more than {MaxCharacters} characters together: judge fewer at once");
        }
        var verdict = await verifier.VerifyAsync(request.Code, edits, cancellationToken: cancellationToken);
        var foreign = edits.Select(e => e.Path).Where(path => !SourceLanguage.Of(path).IsCSharp).ToList();
        return foreign.Count == 0 || verdict.Kind == VerdictKind.Rejected ? verdict : Undecided(verdict, foreign);
    }

    private static Verdict Undecided(Verdict verdict, List<string> foreign) =>
        verdict with
        {
            Kind = VerdictKind.Inconclusive,
            Reasons = [.. foreign.Select(path => $"{path}: is no C#, so no compiler judges it")],
        };

    private static DocumentEdit Applied(CodeSnapshot code, IReadOnlyList<ExternalEdit> edits) =>
        edits switch
        {
            [ExternalEdit.Whole whole] => new DocumentEdit(whole.Path, whole.NewText),
            [ExternalEdit.Removal removal] => new DocumentEdit(removal.Path, null),
            _ when edits.All(e => e is ExternalEdit.Part) => new DocumentEdit(
                edits[0].Path,
                Spliced(CodeReader.Read(code, edits[0].Path, null), [.. edits.Cast<ExternalEdit.Part>()])
            ),
            _ => throw Bad($"{edits[0].Path}: has several edits: give one whole text, or ranges only"),
        };

    private static string Spliced(SourceFile file, IReadOnlyList<ExternalEdit.Part> parts)
    {
        var starts = TextLines.Starts(file.Text);
        var spans = parts
            .Select(p => (Start: Offset(file, starts, p.Range.Start), End: Offset(file, starts, p.Range.End), p.Text))
            .OrderBy(s => s.Start)
            .ThenBy(s => s.End)
            .ToList();
        var text = file.Text;
        for (var i = spans.Count - 1; i >= 0; i--)
        {
            var (start, end, put) = spans[i];
            if (end < start || (i > 0 && spans[i - 1].End > start))
            {
                throw Bad(
                    $"{file.Path}: the ranges overlap or run backwards near line {parts[0].Range.Start.Line + 1}"
                );
            }
            text = string.Concat(text.AsSpan(0, start), put, text.AsSpan(end));
        }
        return text;
    }

    private static int Offset(SourceFile file, List<int> starts, TextPosition position)
    {
        if (position.Line < 0 || position.Line >= starts.Count || position.Character < 0)
        {
            throw Bad($"{file.Path}:{position}: lies outside the file, which has {starts.Count} lines");
        }
        var start = starts[position.Line];
        return Math.Min(start + position.Character, TextLines.EndOfLine(file.Text, start));
    }

    private static FeatureException Bad(string message) => new(FeatureFailure.BadInput, message);
}
