using GptOssDev.Features.Generation;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>The prompt for models whose vocabulary has fill-in-the-middle tokens: prefix, suffix, then the middle.</summary>
internal static class FillInTheMiddlePrompt
{
    public static GenerationPrompt Of(CompletionWindow window, FillInTheMiddleTokens tokens, ITokenizer tokenizer) =>
        new(
            [
                tokens.Prefix,
                .. tokenizer.Encode(window.Before),
                tokens.Suffix,
                .. tokenizer.Encode(window.After),
                tokens.Middle,
            ],
            Start: null
        );
}
