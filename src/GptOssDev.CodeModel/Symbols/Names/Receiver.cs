using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>What stands before a dot: a value of a type, a type, a namespace; both value and type where a name means both.</summary>
/// <param name="Container">Where its members are looked up.</param>
internal sealed record Receiver(INamespaceOrTypeSymbol Container, bool IsValue, bool IsType, bool IsBase = false)
{
    /// <summary>Null when it is not known.</summary>
    public static Receiver? Before(SemanticModel model, CursorSyntax cursor, CancellationToken cancellationToken) =>
        cursor.Left.Parent switch
        {
            { } node when IsPropertyPath(node) => Matched(model, node, cancellationToken),
            MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } access => Base(
                model,
                access,
                cancellationToken
            ),
            MemberAccessExpressionSyntax access when access.IsKind(SyntaxKind.PointerMemberAccessExpression) => Pointed(
                model.GetTypeInfo(access.Expression, cancellationToken).Type
            ),
            MemberAccessExpressionSyntax access => Of(model, access.Expression, cancellationToken),
            // What follows the cursor made a type of the name, as in "list.↵ var x = 1;": it may be one, or a value.
            QualifiedNameSyntax name => Of(model, name.Left, cancellationToken),
            AliasQualifiedNameSyntax name => Alias(model, name.Alias, cancellationToken),
            MemberBindingExpressionSyntax binding => Conditional(model, binding, cancellationToken),
            _ => null,
        };

    private static Receiver? Of(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        if (expression is not TypeSyntax || expression is PredefinedTypeSyntax)
        {
            var bound = Bound(
                model.GetSymbolInfo(expression, cancellationToken).Symbol,
                model.GetTypeInfo(expression, cancellationToken).Type
            );
            if (bound is not null)
            {
                return bound;
            }
        }
        return Speculative(model, expression, cancellationToken);
    }

    // The name by itself, without what the parser made of its surroundings.
    private static Receiver? Speculative(
        SemanticModel model,
        ExpressionSyntax expression,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var position = expression.SpanStart;
        var alone = SyntaxFactory.ParseExpression(expression.ToString(), options: expression.SyntaxTree.Options);
        var symbol = model.GetSpeculativeSymbolInfo(position, alone, SpeculativeBindingOption.BindAsExpression).Symbol;
        var type = model.GetSpeculativeTypeInfo(position, alone, SpeculativeBindingOption.BindAsExpression).Type;
        if (Bound(symbol, type) is not { } bound)
        {
            symbol = model
                .GetSpeculativeSymbolInfo(position, alone, SpeculativeBindingOption.BindAsTypeOrNamespace)
                .Symbol;
            return Bound(symbol, null);
        }
        if (alone is not IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            return bound;
        }
        // "Color Color": the name of a member and of its type, of which either may be meant. The member hides the type from a
        // lookup, so the type is asked for as such.
        var asType = model
            .GetSpeculativeSymbolInfo(position, alone, SpeculativeBindingOption.BindAsTypeOrNamespace)
            .Symbol;
        return
            SymbolEqualityComparer.Default.Equals(asType, bound.Container)
            && model
                .LookupSymbols(position, name: name)
                .Any(s =>
                    s is not ITypeSymbol && SymbolEqualityComparer.Default.Equals(SymbolTypes.Of(s), bound.Container)
                )
            ? bound with
            {
                IsValue = true,
                IsType = true,
            }
            : bound;
    }

    // "x is { Owner.Name: … }" names properties of what is matched, not what is in scope.
    private static bool IsPropertyPath(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SubpatternSyntax>() is { Parent: PropertyPatternClauseSyntax } subpattern
        && (subpattern.ExpressionColon is not { } named || named.Span.Contains(node.Span));

    // While its colon is not typed nothing is known: the parser takes the path for a constant.
    private static Receiver? Matched(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken) =>
        node is MemberAccessExpressionSyntax { Expression: var owner, Parent: not ConstantPatternSyntax }
        && model.GetSymbolInfo(owner, cancellationToken).Symbol is { } property and (IPropertySymbol or IFieldSymbol)
            ? Bound(null, SymbolTypes.WithoutNullable(SymbolTypes.Of(property)))
            : null;

    private static Receiver? Bound(ISymbol? symbol, ITypeSymbol? type)
    {
        var meant = symbol is IAliasSymbol alias ? alias.Target : symbol;
        return meant switch
        {
            INamespaceSymbol space => new Receiver(space, IsValue: false, IsType: true),
            ITypeSymbol named => IsKnown(named) ? new Receiver(named, IsValue: false, IsType: true) : null,
            _ => type is not null && IsKnown(type) ? new Receiver(type, IsValue: true, IsType: false) : null,
        };
    }

    private static Receiver? Base(
        SemanticModel model,
        MemberAccessExpressionSyntax access,
        CancellationToken cancellationToken
    ) =>
        model.GetTypeInfo(access.Expression, cancellationToken).Type is { } type && IsKnown(type)
            ? new Receiver(type, IsValue: true, IsType: false, IsBase: true)
            : null;

    private static Receiver? Pointed(ITypeSymbol? type) =>
        type is IPointerTypeSymbol { PointedAtType: var pointed } && IsKnown(pointed)
            ? new Receiver(pointed, IsValue: true, IsType: false)
            : null;

    private static Receiver? Alias(
        SemanticModel model,
        IdentifierNameSyntax alias,
        CancellationToken cancellationToken
    ) =>
        alias.Identifier.IsKind(SyntaxKind.GlobalKeyword)
            ? new Receiver(model.Compilation.GlobalNamespace, IsValue: false, IsType: true)
            : Bound(model.GetSymbolInfo(alias, cancellationToken).Symbol, null);

    private static Receiver? Conditional(
        SemanticModel model,
        MemberBindingExpressionSyntax binding,
        CancellationToken cancellationToken
    )
    {
        var access = binding
            .Ancestors()
            .OfType<ConditionalAccessExpressionSyntax>()
            .FirstOrDefault(a => a.WhenNotNull.Span.Contains(binding.Span));
        var type = access is null
            ? null
            : SymbolTypes.WithoutNullable(model.GetTypeInfo(access.Expression, cancellationToken).Type);
        return type is not null && IsKnown(type) ? new Receiver(type, IsValue: true, IsType: false) : null;
    }

    private static bool IsKnown(ITypeSymbol type) =>
        type.TypeKind is not (TypeKind.Error or TypeKind.Dynamic or TypeKind.Pointer or TypeKind.FunctionPointer)
        && type.SpecialType != SpecialType.System_Void;
}
