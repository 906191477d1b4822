using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// Ends the text before a bracket that closes what the file closes already: the end of the scope the cursor is in.
/// </summary>
internal static class BalanceBrackets
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        if (!cursor.IsCSharp || !cursor.Code.TakesCode)
        {
            return draft;
        }
        var mayClose = Math.Max(0, cursor.Code.Room(draft.Replaces));
        var open = new Stack<char>(cursor.Code.Brackets.OpenAtEnd);
        var opened = 0;
        foreach (var (at, bracket) in cursor.Code.Scan(draft.Text).Brackets)
        {
            if (bracket is '(' or '[' or '{')
            {
                open.Push(bracket);
                opened++;
                continue;
            }
            var closesOwn = opened > 0;
            if (!open.TryPop(out var opener) || !BracketScan.Match(opener, bracket) || (!closesOwn && mayClose-- == 0))
            {
                return draft.Cut(at);
            }
            opened -= closesOwn ? 1 : 0;
        }
        return draft;
    }
}
