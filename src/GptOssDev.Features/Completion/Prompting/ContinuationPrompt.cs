using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Generation;
using GptOssDev.Features.Prompts;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Rendering;

namespace GptOssDev.Features.Completion.Prompting;

/// <summary>
/// The prompt for every harmony model: what follows the cursor stands in the user's message, and the final channel is opened
/// with the code before the cursor, which the model continues. Typing only appends to it.
/// </summary>
internal static class ContinuationPrompt
{
    public static GenerationPrompt Of(
        CompletionWindow window,
        PackedContext context,
        CompletionPath path,
        ReasoningEffort effort,
        ITokenizer tokenizer
    )
    {
        var language = SourceLanguage.Of(path.Shown);
        var developer = PromptTemplate.Fill("completion.developer", ("language", language.Name));
        var task = string.IsNullOrWhiteSpace(window.After)
            ? PromptTemplate.Fill("completion.user-at-end", ("path", path.Shown))
            : PromptTemplate.Fill(
                "completion.user",
                ("path", path.Shown),
                ("after", CodeFence.Of(window.After, language.Fence))
            );
        return ChatPrompt.Render(
            tokenizer,
            ChatPrompt.Conversation(effort, developer, Context(context, language) + task),
            Prefill.Final($"```{language.Fence}\n{window.Before.ReplaceLineEndings("\n")}")
        );
    }

    private static string Context(PackedContext context, SourceLanguage language) =>
        string.Concat(
            context.Fragments.Select(f =>
                PromptTemplate.Fill(
                    f.Kind switch
                    {
                        ContextKind.Symbols => "completion.context-symbols",
                        ContextKind.Similar => "completion.context-similar",
                        ContextKind.Edits => "completion.context-edits",
                        _ => "completion.context-reach",
                    },
                    ("path", f.Title),
                    ("code", CodeFence.Of(f.Text, language.Fence))
                ) + "\n\n"
            )
        );
}
