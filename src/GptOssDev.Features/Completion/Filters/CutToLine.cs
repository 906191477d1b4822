using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Keeps one line with something on it where one line was asked for, and the block that the line opens.</summary>
internal static class CutToLine
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        if (!shape.IsLine)
        {
            return draft;
        }
        // Nothing follows any more: the last word is whole.
        if (shape.EndOfLine(cursor.IsCSharp ? draft.Text + "\n" : draft.Text) is { } end)
        {
            return draft.Cut(end);
        }
        var first = draft.Text.IndexOf('\n', draft.Text.Length - draft.Text.AsSpan().TrimStart().Length);
        // What is open at the end was cut off: then the line alone.
        var open = cursor.IsCSharp ? cursor.Code.Scan(draft.Text) : BracketScan.Of(draft.Text);
        return first < 0 || open.OpenAtEnd.Count == 0 ? draft : draft.Cut(first);
    }
}
