namespace GptOssDev.Features.Completion;

/// <summary>How much a completion may write: the rest of a line, or a few lines of a block.</summary>
/// <param name="MaxLines">1 is the rest of the line.</param>
/// <param name="Indentation">What the lines of the block are indented by; a line with less of it ends the block.</param>
internal sealed record CompletionShape(int MaxLines, string Indentation)
{
    private const int BlockLines = 8;

    public bool IsLine => MaxLines == 1;

    /// <summary>A cursor on an empty line of an indented block may get several lines, any other one line.</summary>
    public static CompletionShape At(CursorContext cursor)
    {
        var empty = string.IsNullOrWhiteSpace(cursor.LineBefore) && string.IsNullOrWhiteSpace(cursor.LineAfter);
        return empty && cursor.LineBefore.Length > 0
            ? new CompletionShape(BlockLines, cursor.Indentation)
            : new CompletionShape(1, cursor.Indentation);
    }

    /// <summary>True when more text would be cut off anyway.</summary>
    /// <param name="text">What was written so far.</param>
    public bool IsFull(string text)
    {
        var breaks = text.AsSpan().Count('\n');
        if (IsLine)
        {
            // A model may begin with line breaks of its own: only a line with something on it is a line.
            return text.AsSpan().TrimStart().Contains('\n');
        }
        return breaks >= MaxLines || LeavesBlock(text) is not null;
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
