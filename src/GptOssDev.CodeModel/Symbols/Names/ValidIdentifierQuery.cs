using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>
/// Finds which identifiers are legal at a cursor, where the place and what is known of it allow to say. The text behind the cursor
/// may be anything: only what stands before it decides, as far as the parser can tell the two apart.
/// </summary>
internal static class ValidIdentifierQuery
{
    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public static async Task<ValidIdentifiers?> AtAsync(
        CodeDocument document,
        TextPosition position,
        CancellationToken cancellationToken
    )
    {
        var text = await document.Roslyn.GetTextAsync(cancellationToken);
        // Checked first: a bad position is told whatever the project's state.
        var offset = TextPositions.Offset(text, position, document.Path);
        var root = (await document.Roslyn.GetSyntaxRootAsync(cancellationToken))!;
        if (
            document.Project.State != LoadState.Full
            || CursorSyntax.At(root, text, offset) is not { } cursor
            || Spot(cursor.Left) is not { } spot
        )
        {
            return null;
        }
        var model = await document.ModelAsync(cancellationToken);
        var names = spot switch
        {
            IdentifierContext.Member => MemberNames.After(model, cursor, cancellationToken),
            IdentifierContext.ObjectInitializer => InitializerNames.In(model, cursor, cancellationToken),
            _ => ScopeNames.At(model, cursor, spot),
        };
        if (names is null)
        {
            return null;
        }
        var fitting = names.Where(name => name.StartsWith(cursor.Typed, StringComparison.Ordinal));
        return new ValidIdentifiers(
            spot,
            cursor.Typed,
            new HashSet<string>(fitting, StringComparer.Ordinal),
            OnlyNames: spot
                is IdentifierContext.Member
                    or IdentifierContext.BaseType
                    or IdentifierContext.ConstructorInitializer
        );
    }

    private static IdentifierContext? Spot(SyntaxToken left) =>
        (left.Kind(), left.Parent) switch
        {
            (SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken, _) =>
                IdentifierContext.Member,
            (SyntaxKind.NewKeyword, ExpressionSyntax) => IdentifierContext.Creation,
            (SyntaxKind.CaseKeyword, SwitchLabelSyntax or GotoStatementSyntax) => IdentifierContext.Pattern,
            (SyntaxKind.OpenParenToken, ArgumentListSyntax { Parent: InvocationExpressionSyntax call })
                when SyntaxQueries.IsNameOf(call) => IdentifierContext.NameOf,
            (SyntaxKind.ColonToken or SyntaxKind.CommaToken, BaseListSyntax) => IdentifierContext.BaseType,
            (SyntaxKind.ColonToken, ConstructorInitializerSyntax) => IdentifierContext.ConstructorInitializer,
            (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken, InitializerExpressionSyntax) =>
                IdentifierContext.ObjectInitializer,
            (SyntaxKind.UsingKeyword or SyntaxKind.StaticKeyword, UsingDirectiveSyntax) => IdentifierContext.Using,
            (SyntaxKind.UsingKeyword, UsingStatementSyntax or LocalDeclarationStatementSyntax) =>
                IdentifierContext.Using,
            _ => null,
        };
}
