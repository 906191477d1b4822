using GptOssDev.Features.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Finds at the beginning of a text what stands left of the cursor already: the beginning of the statement, of the line, of the
/// name, of the string, the mark of a comment or of a directive. Pure.
/// </summary>
internal static class TypedPrefix
{
    /// <summary>Number of characters of the text that stand left of the cursor; 0 when it goes on with what stands there.</summary>
    public static int Length(string text, CursorContext cursor)
    {
        if (!cursor.IsCSharp || string.IsNullOrWhiteSpace(cursor.LineBefore) || string.IsNullOrWhiteSpace(text))
        {
            return 0;
        }
        var code = cursor.Code;
        var length = code.Before.Ending is TextEnding.Comment or TextEnding.Directive
            ? OfText(text, cursor)
            : OfTokens(text, cursor, code);
        if (length > 0 && cursor.LineBefore is [.., ' ' or '\t'])
        {
            length = text.Length - text.AsSpan(length).TrimStart(" \t").Length;
        }
        return length;
    }

    private static int OfText(string text, CursorContext cursor)
    {
        var line = cursor.LineBefore.AsSpan().TrimStart();
        var start = text.Length - text.AsSpan().TrimStart(" \t").Length;
        var end = Repeated(line.TrimEnd(), text, start);
        if (end > 0)
        {
            return end;
        }
        // Of a line that has more on it the mark alone may come again.
        var mark = line[..Math.Min(line.Length, Mark(line))];
        return mark.Length > 0 && text.AsSpan(start).StartsWith(mark) ? start + mark.Length : 0;
    }

    private static int Mark(ReadOnlySpan<char> line) =>
        line.StartsWith("///") ? 3
        : line.StartsWith("//") ? 2
        : line.StartsWith("*") && !line.StartsWith("*/") ? 1
        : 0;

    // Blanks may differ.
    private static int Repeated(ReadOnlySpan<char> line, string text, int at)
    {
        var i = 0;
        while (i < line.Length)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
            }
            else if (at < text.Length && text[at] is ' ' or '\t')
            {
                at++;
            }
            else if (at < text.Length && text[at] == line[i])
            {
                (at, i) = (at + 1, i + 1);
            }
            else
            {
                return 0;
            }
        }
        return at;
    }

    private static int OfTokens(string text, CursorContext cursor, CursorTokens code)
    {
        var written = code.LexAlone(text);
        foreach (var from in Starts(cursor, code))
        {
            var count = code.Before.All.Count - from;
            if (
                count <= written.All.Count
                && End(code.Before, from, written) is { } end
                && IsAgain(from, written, end, cursor)
            )
            {
                return end;
            }
        }
        // The mark of a string or of a name that is a keyword is no token while nothing follows it.
        return
            code.Before.Ending == TextEnding.Code && cursor.Before is [.., ('@' or '$') and var mark] && text[0] == mark
            ? 1
            : QuoteAgain(text, code);
    }

    /// <summary>Indices of the tokens with which something begins that the cursor is in, the first of the text first.</summary>
    private static IEnumerable<int> Starts(CursorContext cursor, CursorTokens code)
    {
        var tokens = code.Before.All;
        if (
            tokens.Count == 0
            || tokens[^1].Kind is SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken
        )
        {
            yield break;
        }
        var starts = new SortedSet<int> { tokens.Count - 1, Chain(tokens) };
        var line = cursor.Offset - cursor.LineBefore.Length;
        var depth = 0;
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            var token = tokens[i];
            if (token.Start >= line && (i == 0 || tokens[i - 1].Start < line))
            {
                starts.Add(i);
            }
            if (token.Role == TokenRole.Open && depth == 0 && token.Kind == SyntaxKind.InterpolatedStringStartToken)
            {
                starts.Add(i);
            }
            if (depth == 0 && EndsStatement(token))
            {
                starts.Add(i + 1);
                break;
            }
            depth +=
                token.Role == TokenRole.Close ? 1
                : token.Role == TokenRole.Open && depth > 0 ? -1
                : 0;
            if (i == 0)
            {
                starts.Add(0);
            }
        }
        foreach (var start in starts.Where(s => s < tokens.Count))
        {
            yield return start;
        }
    }

    private static bool EndsStatement(CodeToken token) =>
        token.Kind is SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken;

    /// <summary>Where the names and dots without blanks between them begin that end at the cursor.</summary>
    private static int Chain(IReadOnlyList<CodeToken> tokens)
    {
        var start = tokens.Count - 1;
        while (
            start > 0
            && tokens[start - 1].End == tokens[start].Start
            && (tokens[start - 1].IsWord || tokens[start - 1].Kind == SyntaxKind.DotToken)
            && (tokens[start].IsWord || tokens[start].Kind == SyntaxKind.DotToken)
        )
        {
            start--;
        }
        return start;
    }

    /// <summary>Where the tokens from an index on end in the text that begins with them; null when it does not.</summary>
    private static int? End(CodeTokens before, int from, CodeTokens written)
    {
        var count = before.All.Count - from;
        for (var i = 0; i < count; i++)
        {
            var (typed, again) = (before.All[from + i], written.All[i]);
            var old = typed.In(before.Text);
            var now = again.In(written.Text);
            var isOpen =
                i == count - 1 && typed.End == before.Text.Length && (typed.IsWord || typed.Role == TokenRole.Content);
            if (
                isOpen
                    ? !(Fits(typed, again) && now.StartsWith(old))
                    : typed.Kind != again.Kind || !now.SequenceEqual(old)
            )
            {
                return null;
            }
            if (i == count - 1)
            {
                return again.Start + old.Length;
            }
        }
        return null;
    }

    private static bool Fits(CodeToken typed, CodeToken again) =>
        typed.Role == again.Role && typed.IsWord == again.IsWord;

    /// <summary>True when the text writes the tokens again, false when equal tokens go on with them.</summary>
    private static bool IsAgain(int from, CodeTokens written, int end, CursorContext cursor)
    {
        var before = cursor.Code.Before;
        var typed = before.All.Skip(from).ToList();
        if (typed.Count == 1)
        {
            var isFirst =
                from == 0
                || EndsStatement(before.All[from - 1])
                || before.All[from - 1].Kind == SyntaxKind.CloseBracketToken;
            return IsAgain(typed[0], isFirst, written, cursor);
        }
        if (!typed.Exists(t => t.IsWord || t.Role == TokenRole.Content))
        {
            return false;
        }
        var opened = typed.Count(t => t.Role == TokenRole.Open) - typed.Count(t => t.Role == TokenRole.Close);
        if (opened <= 0 || !IsExpression(typed))
        {
            return true;
        }
        // A call in its own arguments closes what it opens and leaves the outer one open.
        var rest = BracketScan.Of(written);
        var isWhole = rest.UnmatchedClosers == 0 && rest.OpenAtEnd.Count == 0;
        return isWhole && (cursor.Code.Room(0) > 0 || written.All.Any(t => t.Kind == SyntaxKind.SemicolonToken));
    }

    private static bool IsAgain(CodeToken typed, bool isFirst, CodeTokens written, CursorContext cursor)
    {
        var (before, first) = (cursor.Code.Before, written.All[0]);
        if (typed.Role == TokenRole.Open)
        {
            // No statement begins with two of them: it is the bracket of an attribute.
            return isFirst && typed.Kind == SyntaxKind.OpenBracketToken;
        }
        if (!typed.IsWord)
        {
            return typed.Kind is SyntaxKind.DotToken or SyntaxKind.EqualsGreaterThanToken or SyntaxKind.EqualsToken;
        }
        if (typed.End < before.Text.Length)
        {
            return true;
        }
        // A name that goes on with the same letters is rare; where the file has it, it is meant.
        var (old, now) = (typed.In(before.Text).ToString(), first.In(written.Text).ToString());
        return first.Start == 0 && (old.Length > 1 || Knows(cursor, now)) && !Knows(cursor, old + now);
    }

    private static bool Knows(CursorContext cursor, string name)
    {
        for (
            var at = cursor.Text.IndexOf(name, StringComparison.Ordinal);
            at >= 0;
            at = cursor.Text.IndexOf(name, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + name.Length;
            var isWhole =
                (at == 0 || !IsNamePart(cursor.Text[at - 1]))
                && (end == cursor.Text.Length || !IsNamePart(cursor.Text[end]));
            if (isWhole && end != cursor.Offset)
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsExpression(List<CodeToken> typed) =>
        !typed.Exists(t => t.Kind == SyntaxKind.EqualsToken)
        && !(typed.Count > 1 && typed[0].IsWord && typed[1].IsWord)
        && typed[0].Kind
            is SyntaxKind.IdentifierToken
                or SyntaxKind.NewKeyword
                or SyntaxKind.ThisKeyword
                or SyntaxKind.BaseKeyword
                or SyntaxKind.TypeOfKeyword;

    /// <summary>
    /// Length of the quotes that open the string again which the cursor is at the beginning of. Quotes that close it at once are
    /// an empty string.
    /// </summary>
    private static int QuoteAgain(string text, CursorTokens code)
    {
        if (
            code.Before.Ending != TextEnding.Literal
            || code.Openers is not [.., var opener]
            || opener.End != code.Before.Text.Length
        )
        {
            return 0;
        }
        var mark = opener.In(code.Before.Text).ToString();
        foreach (var again in new[] { mark, mark.TrimStart('$', '@') })
        {
            if (
                text.StartsWith(again, StringComparison.Ordinal)
                && !EndsWell(code.Lex(text))
                && EndsWell(code.Lex(text[again.Length..]))
            )
            {
                return again.Length;
            }
        }
        return 0;
    }

    // A literal that is not closed on its line, or at the end, was begun by a quote too many.
    private static bool EndsWell(CodeTokens tokens) =>
        tokens.Ending != TextEnding.Literal
        && !tokens.All.Any(t => t.Kind == SyntaxKind.InterpolatedStringStartToken && t.Role == TokenRole.Plain);
}
