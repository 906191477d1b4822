using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>Where inserted text may be cut so that whole statements or members are left.</summary>
internal static class StatementBoundaries
{
    /// <summary>
    /// Offsets inside the insertion where a statement or member of the level that the insertion starts in ends, the last first.
    /// </summary>
    public static IReadOnlyList<int> In(SyntaxNode root, TextSpan inserted) =>
        [
            .. root.DescendantNodes(inserted)
                .Where(node =>
                    node is StatementSyntax or MemberDeclarationSyntax
                    && node.Span.End > inserted.Start
                    && node.Span.End < inserted.End
                    && node.Parent is { } parent
                    && parent.SpanStart < inserted.Start
                    && !node.GetLastToken(includeZeroWidth: true).IsMissing
                )
                .Select(node => node.Span.End)
                .Distinct()
                .OrderDescending(),
        ];
}
