namespace GptOssDev.Features.Completion.Filters;

/// <summary>Drops a text with nothing on it.</summary>
internal static class DropEmpty
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape) =>
        string.IsNullOrWhiteSpace(draft.Text) ? null : draft;
}
