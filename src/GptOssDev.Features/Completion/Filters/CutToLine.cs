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
        if (shape.EndOfLine(draft.Text) is { } end)
        {
            return draft.Cut(end);
        }
        var first = draft.Text.IndexOf('\n', draft.Text.Length - draft.Text.AsSpan().TrimStart().Length);
        // What is open at the end was cut off: then the line alone.
        return first < 0 || BracketScan.Of(draft.Text).OpenAtEnd.Count == 0 ? draft : draft.Cut(first);
    }
}
