using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Questions about one document that its syntax answers.</summary>
internal static class SyntaxQueries
{
    public static async Task<EnclosingMember?> EnclosingMemberAsync(
        CodeDocument document,
        int startLine,
        int endLine,
        CancellationToken cancellationToken
    )
    {
        var (root, text) = await ParseAsync(document, cancellationToken);
        var node = Innermost(root, Lines(document, text, startLine, endLine));
        if (node is null)
        {
            return null;
        }
        var whole = WithTrivia(node);
        return new EnclosingMember(
            Declarations.Name(node),
            Declarations.QualifiedName(node),
            Declarations.Kind(node),
            Declarations.Signature(node),
            TextPositions.Range(text, whole),
            text.ToString(whole),
            node.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText
        );
    }

    /// <inheritdoc cref="CodeDocument.MembersAsync"/>
    public static async Task<TextRange?> MembersAsync(
        CodeDocument document,
        int startLine,
        int endLine,
        CancellationToken cancellationToken
    )
    {
        var (root, text) = await ParseAsync(document, cancellationToken);
        var span = Lines(document, text, startLine, endLine);
        var holder =
            Innermost(root, span) ?? root.DescendantNodes().LastOrDefault(n => IsNamespaceAround(n, span)) ?? root;
        var touched = holder
            .ChildNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(n => WithTrivia(n).IntersectsWith(span) && !span.IsEmpty)
            .Select(WithTrivia)
            .ToList();
        var isInside = holder switch
        {
            BaseTypeDeclarationSyntax type => span.Start >= type.OpenBraceToken.Span.End
                && span.End <= type.CloseBraceToken.SpanStart,
            NamespaceDeclarationSyntax space => span.Start >= space.OpenBraceToken.Span.End
                && span.End <= space.CloseBraceToken.SpanStart,
            FileScopedNamespaceDeclarationSyntax space => span.Start >= space.SemicolonToken.Span.End,
            _ => holder is CompilationUnitSyntax,
        };
        return touched.Count > 0 && isInside
            ? TextPositions.Range(
                text,
                TextSpan.FromBounds(Math.Min(span.Start, touched[0].Start), Math.Max(span.End, touched[^1].End))
            )
            : null;
    }

    public static async Task<IReadOnlyList<OutlineItem>> OutlineAsync(
        CodeDocument document,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (root, text) = await ParseAsync(document, cancellationToken);
        return
        [
            .. root.DescendantNodes(n =>
                    n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax
                )
                .Where(Declarations.IsDeclaration)
                .Take(limit)
                .Select(node => new OutlineItem(
                    Declarations.Name(node),
                    Declarations.QualifiedName(node),
                    Declarations.Kind(node),
                    Declarations.Signature(node),
                    TextPositions.Range(text, node.Span),
                    node.Ancestors().Count(Declarations.IsDeclaration)
                )),
        ];
    }

    public static async Task<IReadOnlyList<string>> UsingsAsync(
        CodeDocument document,
        CancellationToken cancellationToken
    )
    {
        var (root, _) = await ParseAsync(document, cancellationToken);
        return
        [
            .. root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<UsingDirectiveSyntax>()
                .Select(u => u.ToString()),
        ];
    }

    public static async Task<bool> IsInCommentOrStringAsync(
        CodeDocument document,
        TextPosition position,
        CancellationToken cancellationToken
    )
    {
        var (root, text) = await ParseAsync(document, cancellationToken);
        var offset = TextPositions.Offset(text, position, document.Path);
        return IsInCommentOrString(root, offset);
    }

    /// <inheritdoc cref="CodeDocument.IsInCommentOrStringAsync"/>
    public static bool IsInCommentOrString(SyntaxNode root, int offset) =>
        InTrivia(root, offset) || InLiteral(root, offset);

    /// <summary>True at a place that the project's symbols leave out by <c>#if</c>.</summary>
    public static async Task<bool> IsLeftOutAsync(
        CodeDocument document,
        TextPosition position,
        CancellationToken cancellationToken
    )
    {
        var (root, text) = await ParseAsync(document, cancellationToken);
        return IsLeftOut(root, TextPositions.Offset(text, position, document.Path));
    }

    /// <inheritdoc cref="IsLeftOutAsync"/>
    public static bool IsLeftOut(SyntaxNode root, int offset) =>
        root.ContainsDirectives
        && (
            root.FindTrivia(offset).IsKind(SyntaxKind.DisabledTextTrivia)
            || offset > 0 && root.FindTrivia(offset - 1).IsKind(SyntaxKind.DisabledTextTrivia)
        );

    /// <summary>True for <c>nameof(…)</c>, as far as syntax tells.</summary>
    public static bool IsNameOf(InvocationExpressionSyntax call) =>
        call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" };

    /// <summary>The declaration with its documentation comment, without the blank lines before it.</summary>
    public static TextSpan WithTrivia(SyntaxNode node)
    {
        var documentation = node.GetLeadingTrivia()
            .FirstOrDefault(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));
        // The full span of documentation begins at its first slashes; the span proper begins behind them.
        return documentation.RawKind == 0 || documentation.IsDirective
            ? node.Span
            : TextSpan.FromBounds(documentation.FullSpan.Start, node.Span.End);
    }

    private static bool InTrivia(SyntaxNode root, int offset)
    {
        // At the end of a line the comment's span has ended, but a character typed there would belong to it.
        foreach (var at in new[] { offset, offset - 1 })
        {
            if (at < 0)
            {
                continue;
            }
            var trivia = root.FindTrivia(at, findInsideTrivia: false);
            var kind = trivia.Kind();
            var open = kind is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia;
            var closed = kind is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
            var inside = offset > trivia.FullSpan.Start;
            if (open && inside && offset <= EndOfLine(trivia) || closed && inside && offset < trivia.FullSpan.End)
            {
                return true;
            }
        }
        return false;
    }

    private static int EndOfLine(SyntaxTrivia trivia)
    {
        var text = trivia.ToFullString();
        return trivia.FullSpan.Start + text.TrimEnd('\r', '\n').Length;
    }

    private static bool InLiteral(SyntaxNode root, int offset)
    {
        var token = root.FindToken(offset);
        foreach (var candidate in new[] { token, token.GetPreviousToken() })
        {
            if (
                IsText(candidate)
                && offset > candidate.SpanStart
                && (offset < candidate.Span.End || IsUnterminated(candidate, offset))
            )
            {
                return true;
            }
            if (candidate.IsKind(SyntaxKind.InterpolatedStringTextToken) && offset == candidate.SpanStart)
            {
                return true;
            }
        }
        // Between an opening or closing mark of an interpolated string and its next part there is only text.
        return token.Parent is InterpolatedStringExpressionSyntax interpolated
            && offset > interpolated.StringStartToken.SpanStart
            && offset <= interpolated.StringEndToken.SpanStart
            && token.IsKind(SyntaxKind.InterpolatedStringEndToken);
    }

    private static bool IsText(SyntaxToken token) =>
        token.Kind()
            is SyntaxKind.StringLiteralToken
                or SyntaxKind.CharacterLiteralToken
                or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8SingleLineRawStringLiteralToken
                or SyntaxKind.Utf8MultiLineRawStringLiteralToken
                or SyntaxKind.InterpolatedStringTextToken;

    private static bool IsUnterminated(SyntaxToken token, int offset) =>
        offset == token.Span.End
        && (
            token.IsKind(SyntaxKind.InterpolatedStringTextToken)
            || token.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error)
        );

    private static SyntaxNode? Innermost(SyntaxNode root, TextSpan span) =>
        root.DescendantNodes(n => n.FullSpan.IntersectsWith(span))
            .LastOrDefault(n => Declarations.IsDeclaration(n) && WithTrivia(n).Contains(span));

    private static bool IsNamespaceAround(SyntaxNode node, TextSpan span) =>
        node is BaseNamespaceDeclarationSyntax && node.Span.Contains(span);

    /// <summary>What whole lines hold, without the blanks around it.</summary>
    /// <exception cref="CodeModelException">A line lies outside the text.</exception>
    private static TextSpan Lines(CodeDocument document, SourceText text, int startLine, int endLine)
    {
        var (first, last) = (Math.Min(startLine, endLine), Math.Max(startLine, endLine));
        var range = new TextRange(new TextPosition(first, 0), new TextPosition(last, 0));
        var lines = TextPositions.Span(text, range, document.Path);
        return Trim(text, TextSpan.FromBounds(lines.Start, LspLineTable.Of(text).End(last)));
    }

    private static TextSpan Trim(SourceText text, TextSpan span)
    {
        var (start, end) = (span.Start, span.End);
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }
        return TextSpan.FromBounds(start, end);
    }

    private static async Task<(SyntaxNode Root, SourceText Text)> ParseAsync(
        CodeDocument document,
        CancellationToken cancellationToken
    )
    {
        var root = await document.Roslyn.GetSyntaxRootAsync(cancellationToken);
        return (root!, await document.Roslyn.GetTextAsync(cancellationToken));
    }
}
