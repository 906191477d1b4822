namespace GptOssDev.Features.Completion.Filters;

/// <summary>Drops blanks and line breaks at the end; a space before more of the line stays.</summary>
internal static class TrimEnd
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var lineGoesOn =
            !string.IsNullOrWhiteSpace(cursor.LineAfter) && !draft.Text.Contains('\n', StringComparison.Ordinal);
        return draft with { Text = lineGoesOn ? draft.Text.TrimEnd('\n') : draft.Text.TrimEnd() };
    }
}
