using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;

namespace GptOssDev.Features.Completion;

/// <summary>
/// The prompt for every harmony model: what follows the cursor stands in the user's message, and the final channel is opened
/// with the code before the cursor, which the model continues. Typing only appends to it.
/// </summary>
internal static class ContinuationPrompt
{
    public static GenerationPrompt Of(
        CompletionWindow window,
        string path,
        ReasoningEffort effort,
        ITokenizer tokenizer
    )
    {
        var language = SourceLanguage.Of(path);
        var developer = PromptTemplate.Fill("completion.developer", ("language", language.Name));
        var user = string.IsNullOrWhiteSpace(window.After)
            ? PromptTemplate.Fill("completion.user-at-end", ("path", path))
            : PromptTemplate.Fill(
                "completion.user",
                ("path", path),
                ("after", CodeFence.Of(window.After, language.Fence))
            );
        return ChatPrompt.Render(
            tokenizer,
            ChatPrompt.Conversation(effort, developer, user),
            Prefill.Final($"```{language.Fence}\n{window.Before.ReplaceLineEndings("\n")}")
        );
    }
}
