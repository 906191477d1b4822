using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Code;

/// <summary>Distinguishes the angle brackets of type arguments from comparisons, as far as tokens allow. Pure.</summary>
internal static class TypeArguments
{
    /// <summary>Number of type argument lists that are open at the end of the tokens.</summary>
    public static int OpenAtEnd(IReadOnlyList<CodeToken> tokens)
    {
        var (open, depth) = (0, 0);
        for (var i = tokens.Count - 1; i > 0; i--)
        {
            var token = tokens[i];
            if (token.Kind == SyntaxKind.LessThanToken && depth == 0)
            {
                if (!tokens[i - 1].IsWord)
                {
                    break;
                }
                open++;
            }
            else if (token.Kind == SyntaxKind.GreaterThanToken || token.Role == TokenRole.Close)
            {
                depth++;
            }
            else if (token.Kind == SyntaxKind.LessThanToken || token.Role == TokenRole.Open)
            {
                depth--;
            }
            if (depth < 0 || !MayBeIn(token))
            {
                break;
            }
        }
        return open;
    }

    /// <summary>The tokens with the roles of type arguments' angle brackets set.</summary>
    /// <param name="open">Number of lists that are open before the tokens.</param>
    public static List<CodeToken> Marked(IReadOnlyList<CodeToken> tokens, int open)
    {
        var marked = tokens.ToList();
        var openers = new Stack<(int At, int Depth)>();
        var depth = 0;
        for (var i = 0; i < marked.Count; i++)
        {
            var token = marked[i];
            if (token.Kind == SyntaxKind.LessThanToken && (i == 0 || marked[i - 1].IsWord))
            {
                openers.Push((i, depth));
            }
            else if (token.Kind == SyntaxKind.GreaterThanToken)
            {
                if (openers.TryPop(out var opener))
                {
                    marked[opener.At] = marked[opener.At] with { Role = TokenRole.Open };
                    marked[i] = token with { Role = TokenRole.Close };
                }
                else if (open > 0)
                {
                    open--;
                    marked[i] = token with { Role = TokenRole.Close };
                }
            }
            depth +=
                token.Role == TokenRole.Open ? 1
                : token.Role == TokenRole.Close ? -1
                : 0;
            if (!MayBeIn(token) || depth < (openers.TryPeek(out var inner) ? inner.Depth : 0))
            {
                openers.Clear();
                open = 0;
            }
        }
        return marked;
    }

    private static bool MayBeIn(CodeToken token) =>
        token.Kind
            is SyntaxKind.IdentifierToken
                or SyntaxKind.CommaToken
                or SyntaxKind.DotToken
                or SyntaxKind.QuestionToken
                or SyntaxKind.ColonColonToken
                or SyntaxKind.AsteriskToken
                or SyntaxKind.OpenBracketToken
                or SyntaxKind.CloseBracketToken
                or SyntaxKind.OpenParenToken
                or SyntaxKind.CloseParenToken
                or SyntaxKind.LessThanToken
                or SyntaxKind.GreaterThanToken
        || SyntaxFacts.IsPredefinedType(token.Kind);
}
