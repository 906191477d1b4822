using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>
/// Looks at a selection's syntax alone: no project is loaded and nothing is bound, so that a menu can be asked for at every
/// move of the cursor. Pure; costs one parse of the text.
/// </summary>
public static class RefactoringTraitQueries
{
    private const int MaxCharacters = 1_000_000;

    /// <param name="text">A whole C# file; of one that is longer than a million characters nothing is said.</param>
    /// <param name="selection">A character past a line's end means its end; a line past the text selects nothing.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RefactoringTraits Of(string text, TextRange selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxCharacters)
        {
            return RefactoringTraits.None;
        }
        var source = SourceText.From(text);
        if (Span(source, selection) is not { } span)
        {
            return RefactoringTraits.None;
        }
        var root = CSharpSyntaxTree.ParseText(source, cancellationToken: cancellationToken).GetRoot(cancellationToken);
        return Member(root, span) is { } member ? Of(member, span) : RefactoringTraits.None;
    }

    private static RefactoringTraits Of(MemberDeclarationSyntax member, TextSpan selection)
    {
        var nodes = member.DescendantNodes().ToList();
        var body = Body(member);
        var traits = RefactoringTraits.InMember;
        void Add(RefactoringTraits trait, bool holds) => traits |= holds ? trait : RefactoringTraits.None;
        Add(RefactoringTraits.HasStatements, nodes.OfType<BlockSyntax>().Any(b => b.Statements.Count > 1));
        Add(
            RefactoringTraits.OneStatementBody,
            body is { Statements: [ReturnStatementSyntax or ExpressionStatementSyntax] }
        );
        Add(RefactoringTraits.HasBranches, nodes.Any(n => n is SwitchStatementSyntax || IsChain(n)));
        Add(RefactoringTraits.HasTypeTest, HasTypeTest(nodes));
        Add(RefactoringTraits.HasNestedConditions, nodes.OfType<IfStatementSyntax>().Any(IsNested));
        Add(RefactoringTraits.SelectsStatements, nodes.OfType<BlockSyntax>().Any(b => Selected(b, selection) > 1));
        Add(RefactoringTraits.IsUndocumented, IsVisible(member) && !IsDocumented(member));
        return traits;
    }

    private static TextSpan? Span(SourceText text, TextRange range)
    {
        var lines = LspLineTable.Of(text);
        var (start, end) = (Offset(lines, range.Start), Offset(lines, range.End));
        return start is { } from && end is { } to && from <= to ? TextSpan.FromBounds(from, to) : null;
    }

    private static int? Offset(LspLineTable lines, TextPosition position) =>
        position.Line < 0 || position.Line >= lines.Count || position.Character < 0
            ? null
            : Math.Min(lines.Start(position.Line) + position.Character, lines.End(position.Line));

    /// <summary>The innermost member that is no type around the selection.</summary>
    private static MemberDeclarationSyntax? Member(SyntaxNode root, TextSpan selection)
    {
        var span = root.FullSpan.Contains(selection) ? selection : new TextSpan(root.FullSpan.Start, 0);
        var found = root.FindNode(span)
            .AncestorsAndSelf()
            .OfType<MemberDeclarationSyntax>()
            .FirstOrDefault(m =>
                m is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax
            );
        return found is not null && found.FullSpan.Contains(selection) ? found : null;
    }

    private static BlockSyntax? Body(MemberDeclarationSyntax member) =>
        member switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            PropertyDeclarationSyntax { AccessorList.Accessors: [{ Keyword.Text: "get" } getter] } => getter.Body,
            _ => null,
        };

    private static bool IsChain(SyntaxNode node) =>
        node is IfStatementSyntax { Else.Statement: IfStatementSyntax { Else.Statement: IfStatementSyntax } };

    private static bool HasTypeTest(List<SyntaxNode> nodes) =>
        nodes.Any(n => n.IsKind(SyntaxKind.AsExpression))
        || (nodes.Any(n => n.IsKind(SyntaxKind.IsExpression)) && nodes.Any(n => n is CastExpressionSyntax));

    private static bool IsNested(IfStatementSyntax condition) =>
        condition.Statement.DescendantNodesAndSelf().OfType<IfStatementSyntax>().Any();

    private static int Selected(BlockSyntax block, TextSpan selection) =>
        block.Statements.Count(s => selection.Contains(s.Span));

    private static bool IsVisible(MemberDeclarationSyntax member) =>
        member.Modifiers.Any(SyntaxKind.PublicKeyword) || member.Modifiers.Any(SyntaxKind.ProtectedKeyword);

    private static bool IsDocumented(MemberDeclarationSyntax member) =>
        member
            .GetLeadingTrivia()
            .Any(t =>
                t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
                || t.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)
            );
}
