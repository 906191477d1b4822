using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>The members that an object initializer or a <c>with</c> expression may set next.</summary>
internal static class InitializerNames
{
    /// <summary>Null when the object's type is not known, or where elements of a collection may stand as well.</summary>
    public static IEnumerable<string>? In(SemanticModel model, CursorSyntax cursor, CancellationToken cancellationToken)
    {
        var initializer = (InitializerExpressionSyntax)cursor.Left.Parent!;
        if (
            TypeOf(model, initializer, cancellationToken)
            is not { TypeKind: not (TypeKind.Error or TypeKind.Dynamic) } type
        )
        {
            return null;
        }
        var isWith = initializer.IsKind(SyntaxKind.WithInitializerExpression);
        if (type is IArrayTypeSymbol || !isWith && IsCollection(type))
        {
            return null;
        }
        var set = initializer
            .Expressions.OfType<AssignmentExpressionSyntax>()
            .Where(a => a.Span.End <= cursor.Start)
            .Select(a => (a.Left as IdentifierNameSyntax)?.Identifier.ValueText)
            .ToHashSet(StringComparer.Ordinal);
        return model
            .LookupSymbols(cursor.Start, type)
            .Where(member =>
                !member.IsStatic && CanBeSet(member, model, cursor.Start, isWith) && !set.Contains(member.Name)
            )
            .Select(ScopeNames.Identifier)
            .OfType<string>();
    }

    private static ITypeSymbol? TypeOf(
        SemanticModel model,
        InitializerExpressionSyntax initializer,
        CancellationToken cancellationToken
    ) =>
        initializer.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation when IsSettled(creation, model, cancellationToken) => model
                .GetTypeInfo(creation, cancellationToken)
                .Type,
            WithExpressionSyntax with => model.GetTypeInfo(with.Expression, cancellationToken).Type,
            AssignmentExpressionSyntax nested => model.GetTypeInfo(nested.Left, cancellationToken).Type,
            _ => null,
        };

    // What "new()" creates as an argument depends on the overload, which arguments that are not there yet may still change. An
    // element in braces is an argument too: of the collection's Add.
    private static bool IsSettled(
        BaseObjectCreationExpressionSyntax creation,
        SemanticModel model,
        CancellationToken cancellationToken
    )
    {
        if (creation is not ImplicitObjectCreationExpressionSyntax)
        {
            return true;
        }
        foreach (var outer in creation.Ancestors())
        {
            switch (outer)
            {
                case AssignmentExpressionSyntax or EqualsValueClauseSyntax or StatementSyntax:
                    return true;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
                    when model.GetMemberGroup(call.Expression, cancellationToken).Length == 1:
                    return true;
                case ArgumentSyntax:
                case InitializerExpressionSyntax { RawKind: not (int)SyntaxKind.ArrayInitializerExpression }:
                    return false;
            }
        }
        return true;
    }

    private static bool CanBeSet(ISymbol member, SemanticModel model, int position, bool isWith) =>
        member switch
        {
            IFieldSymbol field => !field.IsConst && (!field.IsReadOnly || !isWith && CanBeFilled(field.Type)),
            IPropertySymbol { IsIndexer: false } property => property.SetMethod is { } setter
                && model.IsAccessible(position, setter)
                || !isWith && property.GetMethod is not null && CanBeFilled(property.Type),
            _ => false,
        };

    // "Items = { 1, 2 }" and "Options = { Name = … }" fill an object that is there already.
    private static bool CanBeFilled(ITypeSymbol type) =>
        !type.IsValueType && type.SpecialType != SpecialType.System_String;

    private static bool IsCollection(ITypeSymbol type) =>
        type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);
}
