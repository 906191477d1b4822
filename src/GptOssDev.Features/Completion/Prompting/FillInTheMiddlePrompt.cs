using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Generation;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Features.Completion.Prompting;

/// <summary>
/// The prompt for models whose vocabulary has fill-in-the-middle tokens: prefix, suffix, then the middle. Other files come
/// before it where the vocabulary also has marks for files (the repository form of Hui et al., "Qwen2.5-Coder Technical
/// Report", 2024); without such marks they are left out.
/// </summary>
internal static class FillInTheMiddlePrompt
{
    public static GenerationPrompt Of(
        CompletionWindow window,
        PackedContext context,
        CompletionPath path,
        FillInTheMiddleTokens tokens,
        ITokenizer tokenizer
    ) =>
        new(
            [
                .. Files(context, path, tokens, tokenizer),
                tokens.Prefix,
                .. tokenizer.Encode(window.Before),
                tokens.Suffix,
                .. tokenizer.Encode(window.After),
                tokens.Middle,
            ],
            Start: null
        );

    private static IEnumerable<int> Files(
        PackedContext context,
        CompletionPath path,
        FillInTheMiddleTokens tokens,
        ITokenizer tokenizer
    )
    {
        if (
            context.Fragments.Count == 0
            || tokens is not { RepositoryName: { } repository, FileSeparator: { } separator }
        )
        {
            return [];
        }
        return
        [
            repository,
            .. tokenizer.Encode(path.Repository),
            .. context.Fragments.SelectMany(f => (int[])[separator, .. tokenizer.Encode($"{f.Title}\n{f.Text}")]),
            separator,
            .. tokenizer.Encode(path.Shown + "\n"),
        ];
    }
}
