namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// Keeps a block's lines up to where the indentation leaves it, at most as many as the shape allows, and no statement
/// that was cut off.
/// </summary>
internal static class CutToBlock
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        if (shape.IsLine)
        {
            return draft;
        }
        if (shape.LeavesBlock(draft.Text) is { } end)
        {
            draft = draft.Cut(end);
        }
        var lines = draft.Text.Split('\n');
        if (lines.Length > shape.MaxLines)
        {
            draft = draft with { Text = string.Join('\n', lines.Take(shape.MaxLines)), Ended = false };
        }
        return draft.Ended ? draft : KeepWholeStatements(draft);
    }

    private static CompletionDraft KeepWholeStatements(CompletionDraft draft)
    {
        var text = draft.Text;
        for (var end = text.Length; end > 0; end = text.LastIndexOf('\n', end - 1))
        {
            var kept = text[..end];
            if (kept.TrimEnd() is [.., ';' or '}'] && BracketScan.Of(kept).OpenAtEnd.Count == 0)
            {
                return draft.Cut(end);
            }
            if (end == 0)
            {
                break;
            }
        }
        // Not one whole statement: the first line alone is still the beginning of one.
        var first = text.IndexOf('\n', StringComparison.Ordinal);
        return first < 0 ? draft : draft.Cut(first);
    }
}
