using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Errors that a document has before an insertion and that the insertion still answers for: the name at the cursor that it
/// completes does not exist, or a bracket that it opens stays open.
/// </summary>
internal sealed class CandidateErrors
{
    // A closing parenthesis or another token is expected.
    private static readonly string[] _expected = ["CS1003", "CS1026"];

    private readonly TextRange? _name;
    private readonly int? _openFrom;
    private readonly string _path;

    private CandidateErrors(string path, TextRange? name, int? openFrom) =>
        (_path, _name, _openFrom) = (path, name, openFrom);

    /// <param name="before">The document before the insertion.</param>
    /// <param name="after">The document with it.</param>
    /// <param name="inserted">The inserted text in <paramref name="after"/>.</param>
    public static CandidateErrors Of(
        string path,
        SourceText source,
        SyntaxNode before,
        TextSpan replaced,
        SyntaxNode after,
        TextSpan inserted
    )
    {
        var left = replaced.Start == 0 ? default : before.FindToken(replaced.Start - 1);
        var isTyped = left.Span.End == replaced.Start && left.IsKind(SyntaxKind.IdentifierToken) && !left.IsMissing;
        return new CandidateErrors(
            path,
            isTyped ? TextPositions.Range(source, left.Span) : null,
            LeavesOpen(after, inserted) ? source.Lines.GetLinePosition(replaced.Start).Line : null
        );
    }

    /// <summary>The errors before the insertion without those that it answers for.</summary>
    public IReadOnlyList<CodeDiagnostic> Without(IReadOnlyList<CodeDiagnostic> before) =>
        _name is null && _openFrom is null ? before : [.. before.Where(d => !IsOf(d))];

    private bool IsOf(CodeDiagnostic diagnostic) =>
        diagnostic.Path.Equals(_path, PathNames.Comparison)
        && (
            IsAtName(diagnostic)
            || (_openFrom is { } line && diagnostic.Range.Start.Line >= line && _expected.Contains(diagnostic.Id))
        );

    // What is not found in a namespace is reported with the namespace's name.
    private bool IsAtName(CodeDiagnostic diagnostic) =>
        _name is { } name
        && (diagnostic.Range == name || (diagnostic.Id == "CS0234" && diagnostic.Range.End == name.End));

    /// <summary>True when the statement or member at the end of the insertion lacks the closer of a bracket that it opens.</summary>
    private static bool LeavesOpen(SyntaxNode root, TextSpan inserted)
    {
        if (inserted.IsEmpty)
        {
            return false;
        }
        var last = root.FindToken(inserted.End - 1);
        last = last.SpanStart >= inserted.End ? last.GetPreviousToken() : last;
        for (var node = last.Parent; node is not null; node = node.Parent)
        {
            var opener = node.ChildTokens().FirstOrDefault(t => IsOpener(t.Kind()));
            var closer = node.ChildTokens().LastOrDefault(t => IsCloser(t.Kind()));
            if (closer.RawKind != 0 && closer.IsMissing && inserted.Contains(opener.Span))
            {
                return true;
            }
            if (node is StatementSyntax or MemberDeclarationSyntax)
            {
                return false;
            }
        }
        return false;
    }

    private static bool IsOpener(SyntaxKind kind) =>
        kind is SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken or SyntaxKind.LessThanToken;

    private static bool IsCloser(SyntaxKind kind) =>
        kind is SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.GreaterThanToken;
}
