using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// Closes the blocks that a text opened and its model left open when it ended: what follows in the file looks to a model like
/// their end.
/// </summary>
internal static class CloseBlock
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var text = draft.Text.TrimEnd();
        if (!draft.Ended || text is not [.., ';' or '}'] || !cursor.IsCSharp)
        {
            return draft;
        }
        var open = OpenBraces(text, cursor);
        if (open is not { Count: > 0 } || !cursor.Code.TakesCode || cursor.Code.Room(draft.Replaces) < 0)
        {
            return draft;
        }
        foreach (var at in open)
        {
            text += $"\n{IndentationAt(text, at, cursor)}}}";
        }
        return draft with { Text = text };
    }

    /// <summary>Offsets of the braces left open, innermost first; null when another bracket is open.</summary>
    private static Stack<int>? OpenBraces(string text, CursorContext cursor)
    {
        var open = new Stack<int>();
        foreach (var (at, bracket) in cursor.Code.Scan(text).Brackets)
        {
            if (bracket is '(' or '[' or '{')
            {
                open.Push(at);
            }
            else if (!open.TryPop(out _))
            {
                return null;
            }
        }
        return open.All(at => text[at] == '{') ? open : null;
    }

    private static string IndentationAt(string text, int at, CursorContext cursor)
    {
        var start = TextLines.StartOfLine(text, at);
        if (start == 0)
        {
            return cursor.Indentation;
        }
        var line = text.AsSpan(start);
        return line[..(line.Length - line.TrimStart(" \t").Length)].ToString();
    }
}
