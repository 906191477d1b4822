namespace GptOssDev.Features.Completion.Filters;

/// <summary>Indents the text's lines as the file's are: with tabs or spaces, and as many spaces a level.</summary>
internal static class AdaptIndentation
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape) =>
        draft with
        {
            Text = cursor.Indent.Adapt(draft.Text),
        };
}
