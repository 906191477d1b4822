using GptOssDev.Features.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Finds the lines of a text written at a cursor with which the statement ends that the text begins or goes on with. Used once.
/// </summary>
internal sealed class StatementScan
{
    private readonly CodeTokens _written;
    private readonly Stack<CodeToken> _own = new();
    private readonly Stack<CodeToken> _outer;
    private readonly IReadOnlyList<CodeToken> _before;

    /// <summary>The word before the parentheses that were closed last: the head of a loop, a condition, or a call.</summary>
    private SyntaxKind _head;

    private StatementScan(string text, CursorTokens code)
    {
        _written = code.Lex(text);
        _outer = new Stack<CodeToken>(code.Openers);
        _before = code.Before.All;
    }

    /// <summary>Offsets of the line breaks behind lines that end a statement, in their order.</summary>
    public static IEnumerable<int> Ends(string text, CursorTokens code) => new StatementScan(text, code).Run();

    /// <summary>True for a line that ends inside its own brackets, or with a token that something has to follow.</summary>
    public static bool IsUnfinished(string line, CursorTokens code)
    {
        var written = code.Lex(line);
        return written.All is [.., var last]
            && (
                BracketScan.Of(written).OpenAtEnd.Count > 0
                || last.Kind == SyntaxKind.CommaToken
                || LineContinuationTokens.IsExpected(last, last.In(line))
            );
    }

    private IEnumerable<int> Run()
    {
        var (text, tokens) = (_written.Text, _written.All);
        for (var i = 0; i < tokens.Count; i++)
        {
            Take(i);
            var token = tokens[i];
            var next = i + 1 < tokens.Count ? tokens[i + 1] : default;
            var gap = text.AsSpan(token.End, (i + 1 < tokens.Count ? next.Start : text.Length) - token.End);
            var lineEnd = gap.IndexOf('\n');
            if (lineEnd < 0 || _own.Count > 0 || (gap[lineEnd..].IsWhiteSpace() && i + 1 == tokens.Count))
            {
                continue;
            }
            // Behind a whole statement a comment or a directive may come next: it belongs to what follows.
            var isComment = !gap[lineEnd..].IsWhiteSpace();
            var isEnd = token.Kind is SyntaxKind.SemicolonToken or SyntaxKind.CloseBraceToken;
            if ((isComment && isEnd) || (i + 1 < tokens.Count && !GoesOn(token, next) && !MayGoOn(token, next)))
            {
                yield return token.End + lineEnd;
            }
        }
    }

    private void Take(int at)
    {
        var token = _written.All[at];
        if (token.Role == TokenRole.Open)
        {
            _own.Push(token with { Start = at, End = at });
        }
        else if (token.Role == TokenRole.Close)
        {
            if (_own.TryPop(out var own))
            {
                _head =
                    own.Start > 0 ? _written.All[own.Start - 1].Kind
                    : _before.Count > 0 ? _before[^1].Kind
                    : SyntaxKind.None;
            }
            else if (_outer.TryPop(out var outer))
            {
                _head = WordBefore(outer);
            }
        }
    }

    private SyntaxKind WordBefore(CodeToken opener)
    {
        var at = IndexOf(opener);
        return at > 0 ? _before[at - 1].Kind : SyntaxKind.None;
    }

    private int IndexOf(CodeToken opener)
    {
        var (low, high) = (0, _before.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _before[middle].Start < opener.Start ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>True when the token on the next line belongs to the statement that the last token does not end.</summary>
    private bool GoesOn(CodeToken last, CodeToken next)
    {
        var outer = _outer.TryPeek(out var opener) ? opener.Kind : SyntaxKind.None;
        var isInside = outer is SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken;
        switch (last.Kind)
        {
            case SyntaxKind.SemicolonToken:
                return isInside || next.Kind == SyntaxKind.ElseKeyword;
            case SyntaxKind.CloseBraceToken:
                return next.Kind
                        is SyntaxKind.ElseKeyword
                            or SyntaxKind.CatchKeyword
                            or SyntaxKind.FinallyKeyword
                            or SyntaxKind.DotToken
                    || (isInside && Nesting.Closes(next.Kind, outer));
            case SyntaxKind.CloseParenToken when IsHead(_head):
            case SyntaxKind.ElseKeyword or SyntaxKind.DoKeyword or SyntaxKind.TryKeyword or SyntaxKind.FinallyKeyword:
                return next.Role != TokenRole.Close;
            case SyntaxKind.CommaToken:
                return outer != SyntaxKind.OpenBraceToken || !IsElementList(opener);
        }
        return next.Kind == SyntaxKind.OpenBraceToken ? true
            : next.Role == TokenRole.Close ? isInside && Nesting.Closes(next.Kind, outer)
            : isInside ? !BeginsStatement(next.Kind)
            : LineContinuationTokens.IsExpected(last, In(last)) || LineContinuationTokens.Is(next, In(next));
    }

    /// <summary>True when the last word may become one that goes on, as "e" becomes "else".</summary>
    private bool MayGoOn(CodeToken last, CodeToken next) =>
        next.End == _written.Text.Length
        && next.IsWord
        && LineContinuationTokens.MayBecome(
            In(next),
            last.Kind is SyntaxKind.SemicolonToken or SyntaxKind.CloseBraceToken
        );

    private ReadOnlySpan<char> In(CodeToken token) => token.In(_written.Text);

    private static bool IsHead(SyntaxKind kind) =>
        kind
            is SyntaxKind.IfKeyword
                or SyntaxKind.WhileKeyword
                or SyntaxKind.ForKeyword
                or SyntaxKind.ForEachKeyword
                or SyntaxKind.UsingKeyword
                or SyntaxKind.LockKeyword
                or SyntaxKind.FixedKeyword
                or SyntaxKind.CatchKeyword;

    private static bool BeginsStatement(SyntaxKind kind) =>
        kind
            is SyntaxKind.ReturnKeyword
                or SyntaxKind.IfKeyword
                or SyntaxKind.ForKeyword
                or SyntaxKind.ForEachKeyword
                or SyntaxKind.WhileKeyword
                or SyntaxKind.BreakKeyword
                or SyntaxKind.ContinueKeyword
                or SyntaxKind.PublicKeyword
                or SyntaxKind.PrivateKeyword
                or SyntaxKind.InternalKeyword
                or SyntaxKind.ProtectedKeyword;

    /// <summary>True for the braces of an initializer, an enum, a switch expression or a property pattern.</summary>
    private bool IsElementList(CodeToken brace)
    {
        var at = IndexOf(brace) - 1;
        if (at >= 0 && _before[at].Kind == SyntaxKind.CloseParenToken)
        {
            at = OpenerOf(at) - 1;
        }
        // Back over a type's name, as in "new List<(int, string)>" or "enum Kind : byte".
        while (at >= 0 && IsOfTypeName(_before[at]))
        {
            at--;
        }
        return at >= 0
            && _before[at].Kind
                is SyntaxKind.NewKeyword
                    or SyntaxKind.EnumKeyword
                    or SyntaxKind.SwitchKeyword
                    or SyntaxKind.EqualsToken
                    or SyntaxKind.IsKeyword
                    or SyntaxKind.ReturnKeyword;
    }

    private static bool IsOfTypeName(CodeToken token) =>
        token.Kind
            is SyntaxKind.IdentifierToken
                or SyntaxKind.DotToken
                or SyntaxKind.CommaToken
                or SyntaxKind.ColonToken
                or SyntaxKind.LessThanToken
                or SyntaxKind.GreaterThanToken
                or SyntaxKind.OpenBracketToken
                or SyntaxKind.CloseBracketToken
        || SyntaxFacts.IsPredefinedType(token.Kind);

    private int OpenerOf(int closer)
    {
        var depth = 0;
        var at = closer;
        for (; at >= 0; at--)
        {
            depth +=
                _before[at].Role == TokenRole.Close ? 1
                : _before[at].Role == TokenRole.Open ? -1
                : 0;
            if (depth == 0)
            {
                break;
            }
        }
        return at;
    }
}
