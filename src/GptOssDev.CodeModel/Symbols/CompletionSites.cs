using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Finds the places of a document whose code can be hidden and completed again. Reads syntax only; any thread.</summary>
public static class CompletionSites
{
    // A completion does not write more than this, so a longer original says nothing about it.
    private const int MaxLines = 8;

    /// <summary>The sites in source order.</summary>
    public static async Task<IReadOnlyList<CompletionSite>> FindAsync(
        CodeDocument document,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = await document.Roslyn.GetTextAsync(cancellationToken);
        var root = await document.Roslyn.GetSyntaxRootAsync(cancellationToken);
        return
        [
            .. root!
                .DescendantNodes()
                .SelectMany(node => Of(node, text))
                .Where(site => !site.Span.IsEmpty && Lines(text, site.Span) <= MaxLines)
                .Select(site => new CompletionSite(
                    site.Kind,
                    TextPositions.Range(text, site.Span),
                    text.ToString(site.Span)
                )),
        ];
    }

    private static IEnumerable<(CompletionSiteKind Kind, TextSpan Span)> Of(SyntaxNode node, SourceText text)
    {
        switch (node)
        {
            case StatementSyntax { Parent: BlockSyntax } statement
            and not (BlockSyntax or LocalFunctionStatementSyntax):
                yield return (CompletionSiteKind.Statement, statement.Span);
                break;
            case MemberAccessExpressionSyntax access when EndOfLine(access, text) is { } end:
                yield return (CompletionSiteKind.Member, TextSpan.FromBounds(access.Name.SpanStart, end));
                break;
            case MemberBindingExpressionSyntax binding when EndOfLine(binding, text) is { } end:
                yield return (CompletionSiteKind.Member, TextSpan.FromBounds(binding.Name.SpanStart, end));
                break;
            case ArgumentListSyntax { Arguments.Count: > 0 } list when Lines(text, list.Span) == 1:
                yield return (
                    CompletionSiteKind.Argument,
                    TextSpan.FromBounds(list.OpenParenToken.Span.End, list.CloseParenToken.SpanStart)
                );
                break;
            case BaseMethodDeclarationSyntax { Body.Statements: [var first, ..] statements }:
                yield return (CompletionSiteKind.Body, TextSpan.FromBounds(first.SpanStart, statements[^1].Span.End));
                break;
        }
    }

    /// <summary>Where the statement around an expression ends, when that is on the expression's line; null otherwise.</summary>
    private static int? EndOfLine(ExpressionSyntax expression, SourceText text)
    {
        var around = expression.FirstAncestorOrSelf<SyntaxNode>(n =>
            n is StatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax
        );
        if (
            around is null or BlockSyntax
            || Lines(text, TextSpan.FromBounds(expression.SpanStart, around.Span.End)) != 1
        )
        {
            return null;
        }
        // What a block on the same line holds belongs to other statements.
        return around.DescendantNodes().Any(n => n is BlockSyntax or BaseTypeDeclarationSyntax)
            ? null
            : around.Span.End;
    }

    private static int Lines(SourceText text, TextSpan span)
    {
        var lines = TextPositions.Range(text, span);
        return lines.End.Line - lines.Start.Line + 1;
    }
}
