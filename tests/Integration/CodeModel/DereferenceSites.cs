using GptOssDev.CodeModel.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Places in source that people wrote where an identifier stands that the compiler can foretell.</summary>
internal static class DereferenceSites
{
    /// <summary>The names behind dots, in documents' order.</summary>
    public static IEnumerable<SyntaxToken> Names(SyntaxNode root) =>
        root.DescendantTokens()
            .Where(token =>
                token.IsKind(SyntaxKind.IdentifierToken)
                && !token.IsMissing
                && token.GetPreviousToken().Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken
                && !token
                    .Parent!.Ancestors()
                    .Any(n => n is BaseNamespaceDeclarationSyntax { Name: var name } && name.Span.Contains(token.Span))
            );

    /// <summary>The names at the other places that are constrained.</summary>
    public static IEnumerable<SyntaxToken> OtherNames(SyntaxNode root) =>
        root.DescendantTokens()
            .Where(token =>
                token.IsKind(SyntaxKind.IdentifierToken)
                && !token.IsMissing
                && (
                    token.GetPreviousToken().Kind() is SyntaxKind.NewKeyword or SyntaxKind.CaseKeyword
                    || token.GetPreviousToken().Parent
                        is BaseListSyntax
                            or InitializerExpressionSyntax
                            or UsingStatementSyntax
                    || token.GetPreviousToken().IsKind(SyntaxKind.UsingKeyword)
                        && token.Parent?.Parent is not NameEqualsSyntax
                    || token.GetPreviousToken()
                        is {
                            RawKind: (int)SyntaxKind.OpenParenToken,
                            Parent.Parent: InvocationExpressionSyntax
                            {
                                Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }
                            }
                        }
                )
            );

    /// <summary>The document as it is while the name is not typed yet: what follows kept, or cut as it is before it is typed.</summary>
    public static SourceText Typed(SourceText text, SyntaxToken name, Rest rest)
    {
        var end = rest switch
        {
            Rest.Kept => name.Span.End,
            Rest.LineCut => text.Lines.GetLineFromPosition(name.SpanStart).End,
            _ => EndOfBody(name),
        };
        return text.Replace(TextSpan.FromBounds(name.SpanStart, Math.Max(end, name.Span.End)), "");
    }

    // Editors close a body when it is opened: its brace stands there before its statements do.
    private static int EndOfBody(SyntaxToken name)
    {
        var member = name.Parent!.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax);
        var body = member?.ChildNodes().OfType<BlockSyntax>().FirstOrDefault(b => b.Span.Contains(name.Span));
        return body?.CloseBraceToken.SpanStart
            ?? (member is null or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax ? 0 : member.Span.End);
    }

    public static TextPosition Position(SourceText text, int offset)
    {
        var position = text.Lines.GetLinePosition(offset);
        return new TextPosition(position.Line, position.Character);
    }

    internal enum Rest
    {
        Kept,
        LineCut,
        BodyCut,
    }
}
