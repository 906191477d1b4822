using GptOssDev.Features.Completion.Candidates;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// Fits C# to what stands right of the cursor: what the text repeats of it is cut off, and where the text goes on behind it, the
/// text replaces it.
/// </summary>
internal static class MergeLineSuffix
{
    private const string Closers = ")]}>\"'<*";

    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var suffix = cursor.LineAfter.Trim();
        if (!cursor.IsCSharp || suffix.Length == 0)
        {
            return draft;
        }
        if (cursor.Code.TakesCode && cursor.Code.Suffix.Count > 0)
        {
            var fit = SuffixOverlap.Of(draft.Text, cursor);
            if (!fit.IsWhole && FirstLine(draft.Text) is var end && end < fit.Keep)
            {
                draft = draft.Cut(end);
                fit = SuffixOverlap.Of(draft.Text, cursor);
            }
            draft = draft.Cut(fit.Keep) with { Replaces = fit.Replaces };
        }
        else
        {
            draft = draft.Cut(FirstLine(draft.Text));
            draft =
                draft.Text.TrimEnd().EndsWith(suffix, StringComparison.Ordinal)
                    ? draft.Cut(draft.Text.TrimEnd().Length - suffix.Length)
                : Writes(draft.Text, suffix) ? draft with { Replaces = cursor.LineAfter.TrimEnd().Length }
                : draft;
        }
        return WithoutComment(draft, cursor);
    }

    private static int FirstLine(string text)
    {
        var end = text.IndexOf('\n', text.Length - text.AsSpan().TrimStart().Length);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Whether text in a comment closes what is closed behind the cursor, in the same order.</summary>
    private static bool Writes(string text, string suffix)
    {
        if (!Closers.Contains(suffix[0], StringComparison.Ordinal))
        {
            return false;
        }
        var (at, own) = (0, 0);
        foreach (var c in text)
        {
            if (c is '(' or '[' or '{')
            {
                own++;
            }
            else if (own > 0 && c is (')' or ']' or '}'))
            {
                own--;
            }
            else if (at < suffix.Length && c == suffix[at])
            {
                at++;
            }
            while (at < suffix.Length && char.IsWhiteSpace(suffix[at]))
            {
                at++;
            }
        }
        return at == suffix.Length;
    }

    // What stands behind the cursor must not become a part of a comment.
    private static CompletionDraft WithoutComment(CompletionDraft draft, CursorContext cursor) =>
        cursor.Code.TakesCode
        && !string.IsNullOrWhiteSpace(cursor.LineAfter[draft.Replaces..])
        && cursor.Code.Lex(draft.Text).LineCommentAt(draft.Text.Length) is { } comment
            ? draft.Cut(draft.Text.AsSpan(0, comment).TrimEnd().Length)
            : draft;
}
