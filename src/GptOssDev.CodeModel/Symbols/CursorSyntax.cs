using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>What stands directly before a cursor: the identifier being typed and the token before that.</summary>
/// <param name="Left">The last token that ends before the identifier; of kind none at the start of a file.</param>
/// <param name="Typed">The identifier's characters before the cursor, without an <c>@</c>.</param>
/// <param name="Start">Offset at which the identifier starts or would start.</param>
internal sealed record CursorSyntax(SyntaxToken Left, string Typed, int Start)
{
    /// <summary>Null where no identifier can stand: in comments, literals, directives, left out text, behind a number's digits.</summary>
    public static CursorSyntax? At(SyntaxNode root, SourceText text, int offset)
    {
        if (SyntaxQueries.IsInCommentOrString(root, offset) || IsInDirective(root, offset))
        {
            return null;
        }
        var start = offset;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
        {
            start--;
        }
        var typed = text.ToString(TextSpan.FromBounds(start, offset));
        if (typed.Length > 0 && !SyntaxFacts.IsIdentifierStartCharacter(typed[0]))
        {
            return null;
        }
        if (start > 0 && text[start - 1] == '@')
        {
            start--;
        }
        var left = root.FindToken(start);
        while (!left.IsKind(SyntaxKind.None) && (left.SpanStart >= start || left.Span.IsEmpty))
        {
            left = left.GetPreviousToken();
        }
        return new CursorSyntax(left, typed, start);
    }

    private static bool IsInDirective(SyntaxNode root, int offset)
    {
        var trivia = root.FindTrivia(Math.Max(0, offset - 1), findInsideTrivia: false);
        return trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia);
    }
}
