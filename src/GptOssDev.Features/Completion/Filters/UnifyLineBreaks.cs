using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Lets the rules that follow see one kind of line break; the document's own kind is put back at the end.</summary>
internal static class UnifyLineBreaks
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape) =>
        draft with
        {
            Text = LineEndings.Normalize(draft.Text, "\n"),
        };
}
