using GptOssDev.Features.Code;

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
        var isLong = draft.Text.AsSpan().Count('\n') >= shape.MaxLines;
        return draft.Ended && !isLong
            ? draft
            : KeepStatements(
                draft,
                cursor.IsCSharp ? shape.EndOfStatements(draft.Text) : EndOfBrackets(draft.Text, shape)
            );
    }

    private static int? EndOfBrackets(string text, CompletionShape shape)
    {
        var end = string.Join('\n', text.Split('\n').Take(shape.MaxLines)).Length;
        for (; end > 0; end = text.LastIndexOf('\n', end - 1))
        {
            var kept = text[..end];
            if (kept.TrimEnd() is [.., ';' or '}'] && BracketScan.Of(kept).OpenAtEnd.Count == 0)
            {
                return end;
            }
        }
        return null;
    }

    private static CompletionDraft KeepStatements(CompletionDraft draft, int? end)
    {
        if (end is { } whole)
        {
            return draft.Cut(whole);
        }
        // Not one whole statement: the first line alone is still the beginning of one.
        var first = draft.Text.IndexOf('\n', StringComparison.Ordinal);
        return first < 0 ? draft : draft.Cut(first);
    }
}
