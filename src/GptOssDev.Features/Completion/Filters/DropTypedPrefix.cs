using GptOssDev.Features.Completion.Candidates;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Drops what the text begins with and what stands left of the cursor already.</summary>
internal static class DropTypedPrefix
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape) =>
        TypedPrefix.Length(draft.Text, cursor) is > 0 and var length
            ? draft with
            {
                Text = draft.Text[length..],
            }
            : draft;
}
