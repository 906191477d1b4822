namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// The prompt ends before the whitespace left of the cursor, because a model writes whitespace and the word behind it as one
/// token. What it writes again of that whitespace is dropped here.
/// </summary>
internal static class DropTypedWhitespace
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var before = cursor.LineBefore;
        var typed = before[before.TrimEnd(' ', '\t').Length..];
        if (typed.Length == 0)
        {
            return draft;
        }
        if (typed.Length == before.Length)
        {
            // On a line without anything on it, line breaks of the model would leave that line blank.
            var text = draft.Text;
            var firstLine = text.AsSpan(0, text.Length - text.AsSpan().TrimStart().Length).LastIndexOf('\n') + 1;
            draft = draft with { Text = text[firstLine..] };
        }
        return draft with
        {
            Text = draft.Text.StartsWith(typed, StringComparison.Ordinal)
                ? draft.Text[typed.Length..]
                : draft.Text.TrimStart(' ', '\t'),
        };
    }
}
