namespace GptOssDev.Features.Completion;

/// <summary>How much a completion may write: the rest of a line with the block it opens, or a few lines of a block.</summary>
/// <param name="IsLine">True for the rest of a line.</param>
/// <param name="MaxLines">Bound on the lines, also of a block that a line opens.</param>
/// <param name="Indentation">What the lines of the block are indented by; a line with less of it ends the block.</param>
internal sealed record CompletionShape(bool IsLine, int MaxLines, string Indentation)
{
    private const int BlockLines = 8;

    /// <summary>A cursor on an empty line of an indented block may get several lines, any other one line.</summary>
    public static CompletionShape At(CursorContext cursor)
    {
        var nothingBehind = string.IsNullOrWhiteSpace(cursor.LineAfter);
        var empty = nothingBehind && string.IsNullOrWhiteSpace(cursor.LineBefore);
        return new CompletionShape(
            IsLine: !empty || cursor.LineBefore.Length == 0,
            // What stands behind the cursor on its line belongs to the line: no block can open before it.
            nothingBehind ? BlockLines : 1,
            cursor.Indentation
        );
    }

    /// <summary>True when more text would be cut off anyway.</summary>
    /// <param name="text">What was written so far.</param>
    public bool IsFull(string text) =>
        IsLine ? EndOfLine(text) is not null : text.AsSpan().Count('\n') >= MaxLines || LeavesBlock(text) is not null;

    /// <summary>
    /// Where a line ends together with the brackets it opens and a block on the lines below it; null when that is not
    /// written yet.
    /// </summary>
    public int? EndOfLine(string text)
    {
        // A model may begin with line breaks of its own: only a line with something on it is a line.
        var first = text.IndexOf('\n', text.Length - text.AsSpan().TrimStart().Length);
        var end = first;
        for (var lines = 1; end >= 0 && lines < MaxLines; lines++)
        {
            var next = text.AsSpan(end).TrimStart();
            if (next.IsEmpty)
            {
                return null;
            }
            var line = text[..end];
            if (BracketScan.Of(line).OpenAtEnd.Count == 0 && (next[0] != '{' || line.TrimEnd() is [.., ';' or '}']))
            {
                return end;
            }
            end = text.IndexOf('\n', text.Length - next.Length);
        }
        return first < 0 || (end < 0 && text.AsSpan().Count('\n') < MaxLines) ? null : first;
    }

    /// <summary>Where a whole line begins that is indented less than the block; null when none does.</summary>
    public int? LeavesBlock(string text)
    {
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            var line = text.AsSpan(at + 1);
            var end = line.IndexOf('\n');
            var indent = line.Length - line.TrimStart(" \t").Length;
            var empty = end >= 0 ? line[..end].IsWhiteSpace() : line.IsWhiteSpace();
            if (!empty && indent < Indentation.Length)
            {
                return at + 1;
            }
        }
        return null;
    }
}
