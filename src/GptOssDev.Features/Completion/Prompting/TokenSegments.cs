using GptOssDev.Features.Code;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Completion.Prompting;

/// <summary>
/// Reads tokens in stretches that each end before what ends something outside of them: a closer of what was opened before,
/// or the end of a statement.
/// </summary>
internal sealed class TokenSegments(IReadOnlyList<CodeToken> tokens)
{
    private int _at;

    /// <param name="Start">Index of the first token.</param>
    /// <param name="End">Index of the token that ends it; the number of tokens when none does.</param>
    public readonly record struct Segment(int Start, int End, SyntaxKind EndedBy)
    {
        public bool IsLast => EndedBy == SyntaxKind.None;

        public int Count => End - Start;
    }

    public Segment Next()
    {
        var start = _at;
        var open = new Stack<SyntaxKind>();
        for (; _at < tokens.Count; _at++)
        {
            var token = tokens[_at];
            if (token.Role == TokenRole.Open)
            {
                open.Push(token.Kind);
            }
            else if (open.Count == 0 && (token.Role == TokenRole.Close || token.Kind == SyntaxKind.SemicolonToken))
            {
                return new Segment(start, _at++, token.Kind);
            }
            else if (token.Role == TokenRole.Close)
            {
                open.Pop();
            }
        }
        return new Segment(start, _at, SyntaxKind.None);
    }
}
