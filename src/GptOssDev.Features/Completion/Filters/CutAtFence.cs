namespace GptOssDev.Features.Completion.Filters;

/// <summary>Ends the text where the model closed the code block it wrote in.</summary>
internal static class CutAtFence
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var fence = draft.Text.IndexOf("```", StringComparison.Ordinal);
        return fence < 0 ? draft : draft.Cut(fence);
    }
}
