using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>The one member whose body an edit stays in, before and after it.</summary>
internal sealed record BodyScope(TextSpan Before, TextSpan After)
{
    /// <summary>Null when the edit reaches beyond one body, or changes what other code can see.</summary>
    public static BodyScope? Of(SyntaxTree before, TextSpan replaced, SyntaxTree after, TextSpan inserted)
    {
        if (
            Owner(before.GetRoot(), replaced) is not { } old
            || Owner(after.GetRoot(), inserted) is not { } now
            || old.RawKind != now.RawKind
            || old.SpanStart != now.SpanStart
            || !SyntaxFactory.AreEquivalent(before, after, topLevel: true)
        )
        {
            return null;
        }
        return new BodyScope(old.FullSpan, now.FullSpan);
    }

    /// <summary>Where in the tree the member stands whose body a place is in; null outside of bodies.</summary>
    public static TextSpan? At(SyntaxTree tree, TextSpan place) => Owner(tree.GetRoot(), place)?.FullSpan;

    private static MemberDeclarationSyntax? Owner(SyntaxNode root, TextSpan span)
    {
        var token = root.FindToken(span.Start);
        // At the end of a body the token behind the cursor may be the brace that ends it, or lie behind an unfinished one.
        foreach (var start in new[] { token, token.GetPreviousToken() })
        {
            for (var node = start.Parent; node is not null; node = node.Parent)
            {
                if (Inside(node) is { } body && body.Start <= span.Start && span.End <= body.End)
                {
                    return node.FirstAncestorOrSelf<MemberDeclarationSyntax>(m =>
                        m is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax
                    );
                }
            }
        }
        return null;
    }

    // The part of a body that an edit may replace without touching its braces or its arrow.
    private static TextSpan? Inside(SyntaxNode node) =>
        node switch
        {
            BlockSyntax { Parent: BaseMethodDeclarationSyntax or AccessorDeclarationSyntax } block
                when !block.OpenBraceToken.IsMissing => TextSpan.FromBounds(
                block.OpenBraceToken.Span.End,
                block.CloseBraceToken.IsMissing ? block.FullSpan.End : block.CloseBraceToken.SpanStart
            ),
            ArrowExpressionClauseSyntax
            {
                Parent: BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or AccessorDeclarationSyntax
            } arrow => TextSpan.FromBounds(arrow.ArrowToken.Span.End, arrow.FullSpan.End),
            _ => null,
        };
}
