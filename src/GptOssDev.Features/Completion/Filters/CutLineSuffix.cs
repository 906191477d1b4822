using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// Fits text of other languages than C# to what stands right of the cursor: what it repeats is cut off, and where that is only
/// what an editor closes by itself, the text may write it with more behind it.
/// </summary>
internal static class CutLineSuffix
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var suffix = cursor.LineAfter.TrimEnd();
        if (cursor.IsCSharp || suffix.Trim().Length == 0)
        {
            return draft;
        }
        var end = draft.Text.IndexOf('\n', StringComparison.Ordinal);
        var line = (end < 0 ? draft.Text : draft.Text[..end]).TrimEnd();
        if (BracketScan.Of(suffix).Brackets.Count > 0 && BracketScan.Of(line).UnmatchedClosers == 0)
        {
            // The brackets in the text close its own: none is the one behind the cursor.
            return draft;
        }
        if (line.EndsWith(suffix, StringComparison.Ordinal))
        {
            return draft.Cut(line.Length - suffix.Length);
        }
        var closes = suffix.All(c => TriggerRules.AutoClosed.Contains(c, StringComparison.Ordinal));
        var again = line.LastIndexOf(suffix, StringComparison.Ordinal);
        return closes && again >= 0 && IsTail(line.AsSpan(again + suffix.Length))
            ? draft.Cut(line.Length) with
            {
                Replaces = suffix.Length,
            }
            : draft;
    }

    private static bool IsTail(ReadOnlySpan<char> rest)
    {
        foreach (var c in rest)
        {
            if (c is not (';' or ',' or ')' or ']' or '}' or ' ' or '{'))
            {
                return false;
            }
        }
        return true;
    }
}
