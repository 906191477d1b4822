using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>The type that an expression at a cursor would be converted to, where its surroundings say.</summary>
internal static class ExpectedTypes
{
    /// <summary>Null when nothing says.</summary>
    public static ITypeSymbol? At(SemanticModel model, CursorSyntax cursor, CancellationToken cancellationToken)
    {
        var type = (cursor.Left.Kind(), cursor.Left.Parent) switch
        {
            (SyntaxKind.EqualsToken, AssignmentExpressionSyntax assignment) => model
                .GetTypeInfo(assignment.Left, cancellationToken)
                .Type,
            (SyntaxKind.EqualsToken, EqualsValueClauseSyntax clause) => Declared(
                model,
                clause.Parent,
                cancellationToken
            ),
            (SyntaxKind.ReturnKeyword or SyntaxKind.EqualsGreaterThanToken, { } node) => Returned(
                model,
                node,
                cancellationToken
            ),
            (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken, ArgumentListSyntax list) => Argument(
                model,
                list,
                cursor,
                cancellationToken
            ),
            (SyntaxKind.OpenParenToken, IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax) =>
                model.Compilation.GetSpecialType(SpecialType.System_Boolean),
            (
                SyntaxKind.EqualsEqualsToken
                    or SyntaxKind.ExclamationEqualsToken
                    or SyntaxKind.LessThanToken
                    or SyntaxKind.GreaterThanToken,
                BinaryExpressionSyntax comparison
            ) => model.GetTypeInfo(comparison.Left, cancellationToken).Type,
            _ => null,
        };
        return type is null or { TypeKind: TypeKind.Error } ? null : type;
    }

    private static ITypeSymbol? Declared(
        SemanticModel model,
        SyntaxNode? declared,
        CancellationToken cancellationToken
    ) =>
        declared switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } } => null,
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } => model
                .GetTypeInfo(declaration.Type, cancellationToken)
                .Type,
            PropertyDeclarationSyntax property => model.GetTypeInfo(property.Type, cancellationToken).Type,
            ParameterSyntax { Type: { } type } => model.GetTypeInfo(type, cancellationToken).Type,
            _ => null,
        };

    private static ITypeSymbol? Returned(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        var symbol = node switch
        {
            LambdaExpressionSyntax => model.GetSymbolInfo(node, cancellationToken).Symbol,
            _ => model.GetEnclosingSymbol(node.SpanStart, cancellationToken),
        };
        return symbol switch
        {
            IMethodSymbol { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments: [var result] } } => result,
            IMethodSymbol { ReturnsVoid: false, IsAsync: false } method => method.ReturnType,
            IPropertySymbol property => property.Type,
            _ => null,
        };
    }

    private static ITypeSymbol? Argument(
        SemanticModel model,
        ArgumentListSyntax list,
        CursorSyntax cursor,
        CancellationToken cancellationToken
    )
    {
        var index = list.Arguments.GetSeparators().Count(s => s.Span.End <= cursor.Start);
        var candidates = list.Parent switch
        {
            InvocationExpressionSyntax call => model
                .GetMemberGroup(call.Expression, cancellationToken)
                .OfType<IMethodSymbol>(),
            BaseObjectCreationExpressionSyntax creation
                when model.GetTypeInfo(creation, cancellationToken).Type is INamedTypeSymbol type =>
                type.InstanceConstructors,
            ConstructorInitializerSyntax initializer => model
                .GetMemberGroup(initializer, cancellationToken)
                .OfType<IMethodSymbol>(),
            _ => [],
        };
        // Overloads that disagree say nothing.
        var types = candidates
            .Where(m => m.Parameters.Length > index)
            .Select(m => m.Parameters[index].Type)
            .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)
            .Take(2)
            .ToList();
        return types is [var only] && only.TypeKind != TypeKind.TypeParameter ? only : null;
    }
}
