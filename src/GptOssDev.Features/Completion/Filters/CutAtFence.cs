using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Ends the text where the model closed the code block it wrote in.</summary>
internal static class CutAtFence
{
    private const string Fence = "```";

    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape) =>
        Find(draft.Text, cursor) is { } fence ? draft.Cut(fence) : draft;

    /// <summary>Where the block is closed; null when it is not. A fence in a string or a comment of C# is a part of the code.</summary>
    public static int? Find(string text, CursorContext cursor)
    {
        var at = text.IndexOf(Fence, StringComparison.Ordinal);
        if (at < 0 || SourceLanguage.Of(cursor.Path).Fence == "markdown")
        {
            return null;
        }
        CodeTokens? tokens = null;
        while (at >= 0 && cursor.IsCSharp && (tokens ??= cursor.Code.Lex(text)).IsText(at))
        {
            at = text.IndexOf(Fence, at + 1, StringComparison.Ordinal);
        }
        return at < 0 ? null : at;
    }
}
