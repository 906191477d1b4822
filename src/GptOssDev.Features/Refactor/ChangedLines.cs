using DiffPlex;
using GptOssDev.CodeModel.Documents;
using GptOssDev.Features.Code;

namespace GptOssDev.Features.Refactor;

/// <summary>One stretch of lines and what stands there afterwards.</summary>
/// <param name="Range">Of the old text, from the start of a line to the start of another one or the end of the text.</param>
public sealed record ChangedLines(TextRange Range, string NewText)
{
    /// <summary>What turns one text into another, smallest stretches of whole lines, in order. Pure.</summary>
    public static IReadOnlyList<ChangedLines> Between(string oldText, string newText)
    {
        var diff = new Differ().CreateCustomDiffs(oldText, newText, ignoreWhiteSpace: false, Lines);
        return
        [
            .. diff.DiffBlocks.Select(block => new ChangedLines(
                new TextRange(
                    StartOf(block.DeleteStartA, diff.PiecesOld),
                    StartOf(block.DeleteStartA + block.DeleteCountA, diff.PiecesOld)
                ),
                string.Concat(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB))
            )),
        ];
    }

    private static TextPosition StartOf(int line, IReadOnlyList<string> lines) =>
        line < lines.Count || lines.Count == 0 || lines[^1][^1] is '\n' or '\r'
            ? new TextPosition(line, 0)
            : new TextPosition(line - 1, lines[^1].Length);

    // As LSP counts them: a carriage return alone ends a line too.
    private static string[] Lines(string text)
    {
        var starts = TextLines.Starts(text);
        var lines = new List<string>();
        for (var i = 0; i < starts.Count; i++)
        {
            var end = i + 1 < starts.Count ? starts[i + 1] : text.Length;
            if (end > starts[i])
            {
                lines.Add(text[starts[i]..end]);
            }
        }
        return [.. lines];
    }
}
