using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Review.Model;

/// <summary>The prompt that asks for findings in one hunk.</summary>
internal static class ReviewPrompt
{
    public static Conversation Of(ReviewHunk hunk, ReasoningEffort effort)
    {
        var language = SourceLanguage.Of(hunk.Path);
        return ChatPrompt.Conversation(
            effort,
            PromptTemplate.Fill("review.developer", ("language", language.Name)),
            PromptTemplate.Fill("review.user", ("path", hunk.Path), ("diff", CodeFence.Of(hunk.Rendered(), "diff")))
        );
    }
}
