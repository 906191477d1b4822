using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.Features.Code;

/// <summary>Which token closes which. Pure.</summary>
internal static class Nesting
{
    public static bool Closes(SyntaxKind closer, SyntaxKind opener) => Closer(opener) == closer;

    /// <summary>The kind that closes an opener: a bracket, a string, a hole or type arguments.</summary>
    public static SyntaxKind Closer(SyntaxKind opener) =>
        opener switch
        {
            SyntaxKind.OpenParenToken => SyntaxKind.CloseParenToken,
            SyntaxKind.OpenBracketToken => SyntaxKind.CloseBracketToken,
            SyntaxKind.OpenBraceToken => SyntaxKind.CloseBraceToken,
            SyntaxKind.InterpolatedStringStartToken => SyntaxKind.InterpolatedStringEndToken,
            SyntaxKind.LessThanToken => SyntaxKind.GreaterThanToken,
            _ => opener,
        };
}
