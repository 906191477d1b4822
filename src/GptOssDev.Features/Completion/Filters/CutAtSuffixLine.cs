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
        foreach (var line in draft.Text.Split('\n'))
        {
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
}
