using GptOssDev.Features.Prompts;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>
/// Ends the text before a bracket that closes what the file closes already: the end of the scope the cursor is in.
/// </summary>
internal static class BalanceBrackets
{
    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        if (!SourceLanguage.Of(cursor.Path).IsCSharp)
        {
            return draft;
        }
        var before = BracketScan.Of(cursor.Before);
        if (!before.EndsInCode)
        {
            return draft;
        }
        var mayClose = Math.Max(0, BracketRoom.Of(cursor, before, draft.Replaces));
        var open = new Stack<char>(before.OpenAtEnd);
        var opened = 0;
        foreach (var (at, bracket) in BracketScan.Of(draft.Text).Brackets)
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
