using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Ends the text where it begins to write what stands on the next lines of the file already.</summary>
internal static class CutAtSuffixLine
{
    // Lines such as "}" or "{" are everywhere: the bracket rule deals with them.
    private const int MinLength = 3;

    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var next = cursor.NextLine;
        if (next.Length < MinLength)
        {
            return draft;
        }
        var at = 0;
        CodeTokens? tokens = null;
        foreach (var line in draft.Text.Split('\n'))
        {
            if (at > 0 && cursor.IsCSharp && IsInside(at, tokens ??= cursor.Code.Lex(draft.Text)))
            {
                at += line.Length + 1;
                continue;
            }
            // The first line stands behind what is on the cursor's line: compare what the line will be.
            var whole = at == 0 ? cursor.LineBefore + line : line;
            if (whole.Trim() == next)
            {
                return at == 0 ? null : draft.Cut(at - 1);
            }
            at += line.Length + 1;
        }
        return draft;
    }

    /// <summary>True for a line of a bracket or a string of the text's own: what closes it is not what the file closes.</summary>
    public static bool IsInside(int lineStart, CodeTokens tokens)
    {
        var open = 0;
        foreach (var token in tokens.All.TakeWhile(t => t.Start < lineStart))
        {
            open = token.Role switch
            {
                TokenRole.Open => open + 1,
                TokenRole.Close => Math.Max(0, open - 1),
                _ => open,
            };
        }
        return open > 0;
    }
}
