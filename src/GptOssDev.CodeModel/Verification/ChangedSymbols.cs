using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>The declarations that a stretch of lines lies in.</summary>
internal static class ChangedSymbols
{
    /// <summary>Qualified names of the innermost declarations around each changed line; the lines run from and without the end.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(
        Document document,
        (int From, int To) lines,
        CancellationToken cancellationToken
    )
    {
        if (lines.From >= lines.To)
        {
            return [];
        }
        return Of(
            (await document.GetSyntaxRootAsync(cancellationToken))!,
            await document.GetTextAsync(cancellationToken),
            lines
        );
    }

    /// <inheritdoc cref="OfAsync"/>
    public static IReadOnlyList<string> Of(SyntaxNode root, SourceText text, (int From, int To) lines)
    {
        if (lines.From >= lines.To)
        {
            return [];
        }
        var span = LspLineTable.Of(text).Span(lines.From, lines.To - 1);
        var inside = root.DescendantNodes(span)
            .Where(node => Declarations.IsDeclaration(node) && SyntaxQueries.WithTrivia(node).IntersectsWith(span))
            .ToList();
        var outer = inside.SelectMany(node => node.Ancestors()).ToHashSet();
        return
        [
            .. inside
                .Where(node => !outer.Contains(node) || node is BaseTypeDeclarationSyntax && HeaderTouched(node, span))
                .Select(Declarations.QualifiedName),
        ];
    }

    private static bool HeaderTouched(SyntaxNode type, TextSpan span) =>
        type is BaseTypeDeclarationSyntax declared
        && TextSpan.FromBounds(declared.SpanStart, declared.Identifier.Span.End).IntersectsWith(span);
}
