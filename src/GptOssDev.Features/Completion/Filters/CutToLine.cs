namespace GptOssDev.Features.Completion.Filters;

/// <summary>Keeps one line with something on it where one line was asked for.</summary>
internal static class CutToLine
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        if (!shape.IsLine)
        {
            return draft;
        }
        var first = draft.Text.Length - draft.Text.AsSpan().TrimStart().Length;
        var end = draft.Text.IndexOf('\n', first);
        return end < 0 ? draft : draft.Cut(end);
    }
}
