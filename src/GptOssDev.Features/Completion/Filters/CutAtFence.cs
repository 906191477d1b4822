using GptOssDev.Features.Prompts;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Ends the text where the model closed the code block it wrote in.</summary>
internal static class CutAtFence
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        if (SourceLanguage.Of(cursor.Path).Fence == "markdown")
        {
            return draft;
        }
        var fence = draft.Text.IndexOf("```", StringComparison.Ordinal);
        return fence < 0 ? draft : draft.Cut(fence);
    }
}
