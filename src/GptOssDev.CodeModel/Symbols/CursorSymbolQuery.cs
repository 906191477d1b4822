using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Symbols.Names;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Collects what the compiler knows of a cursor's surroundings. In projects that are not loaded in full it is a hint.</summary>
internal static class CursorSymbolQuery
{
    /// <exception cref="CodeModelException">The position lies outside the text.</exception>
    public static async Task<CursorSymbols> AtAsync(
        CodeDocument document,
        TextPosition position,
        CursorSymbolLimits limits,
        CancellationToken cancellationToken
    )
    {
        var text = await document.Roslyn.GetTextAsync(cancellationToken);
        var offset = TextPositions.Offset(text, position, document.Path);
        var root = (await document.Roslyn.GetSyntaxRootAsync(cancellationToken))!;
        if (CursorSyntax.At(root, text, offset) is not { } cursor)
        {
            return CursorSymbols.None;
        }
        var model = await document.ModelAsync(cancellationToken);
        return new CursorSymbols(
            ReceiverOf(model, cursor, limits, cancellationToken),
            ExpectedTypes.At(model, cursor, cancellationToken) is { } expected ? SymbolNames.Short(expected) : null,
            Locals(model, cursor, limits, cancellationToken),
            [
                .. Overloads(model, cursor, cancellationToken)
                    .Select(SymbolNames.Signature)
                    .Distinct()
                    .Take(limits.Overloads),
            ],
            Siblings(root, cursor, limits.Siblings)
        );
    }

    private static ReceiverSymbols? ReceiverOf(
        SemanticModel model,
        CursorSyntax cursor,
        CursorSymbolLimits limits,
        CancellationToken cancellationToken
    )
    {
        if (Receiver.Before(model, cursor, cancellationToken) is not { } receiver)
        {
            return null;
        }
        var members = MemberNames
            .Symbols(model, cursor, receiver)
            .Where(m => m.CanBeReferencedByName && m.Name.StartsWith(cursor.Typed, StringComparison.Ordinal))
            // The type's own members say most, those of object and extensions least.
            .OrderBy(m => Distance(m, receiver.Container))
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .ToList();
        return new ReceiverSymbols(
            SymbolNames.Short(receiver.Container),
            [.. members.Take(limits.Members).Select(SymbolNames.Signature)],
            Math.Max(0, members.Count - limits.Members)
        );
    }

    private static int Distance(ISymbol member, INamespaceOrTypeSymbol container)
    {
        const int outside = 100;
        if (member is IMethodSymbol { ReducedFrom: not null } || member.ContainingType is not { } owner)
        {
            return outside;
        }
        if (owner.SpecialType == SpecialType.System_Object)
        {
            return outside - 1;
        }
        var distance = 0;
        for (var type = container as ITypeSymbol; type is not null; type = type.BaseType, distance++)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, owner.OriginalDefinition))
            {
                return distance;
            }
        }
        return distance;
    }

    private static List<LocalSymbol> Locals(
        SemanticModel model,
        CursorSyntax cursor,
        CursorSymbolLimits limits,
        CancellationToken cancellationToken
    )
    {
        var symbols = model
            .LookupSymbols(cursor.Start)
            .Where(s => s is ILocalSymbol or IParameterSymbol && Place(s) is { } place && place < cursor.Start)
            .OrderByDescending(Place)
            .Take(limits.Locals);
        var told = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var locals = new List<LocalSymbol>();
        foreach (var symbol in symbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var type = SymbolTypes.Of(symbol);
            if (type is null or { TypeKind: TypeKind.Error })
            {
                continue;
            }
            var named = SymbolTypes.WithoutNullable(type) as INamedTypeSymbol;
            var own = named is not null && named.Locations.Any(l => l.IsInSource) && !named.IsAnonymousType;
            var signature =
                own && told.Count < limits.LocalTypes && told.Add(named!.OriginalDefinition)
                    ? SemanticQueries.Describe(
                        named.OriginalDefinition,
                        model.Compilation.Assembly,
                        limits.MembersOfType
                    )
                    : null;
            locals.Add(new LocalSymbol(symbol.Name, SymbolNames.Short(type), signature));
        }
        return locals;
    }

    private static int? Place(ISymbol symbol) =>
        symbol.Locations is [{ IsInSource: true } at, ..] ? at.SourceSpan.Start : null;

    private static IEnumerable<ISymbol> Overloads(
        SemanticModel model,
        CursorSyntax cursor,
        CancellationToken cancellationToken
    )
    {
        var list = cursor
            .Left.Parent?.AncestorsAndSelf()
            .OfType<BaseArgumentListSyntax>()
            .FirstOrDefault(l =>
                l.SpanStart < cursor.Start && (l.GetLastToken().IsMissing || l.Span.End > cursor.Start)
            );
        return list?.Parent switch
        {
            InvocationExpressionSyntax call => model.GetMemberGroup(call.Expression, cancellationToken),
            ObjectCreationExpressionSyntax creation
                when model.GetTypeInfo(creation, cancellationToken).Type is INamedTypeSymbol type =>
                type.InstanceConstructors.Where(c => model.IsAccessible(cursor.Start, c)),
            ImplicitObjectCreationExpressionSyntax creation
                when model.GetTypeInfo(creation, cancellationToken).Type is INamedTypeSymbol type =>
                type.InstanceConstructors.Where(c => model.IsAccessible(cursor.Start, c)),
            ConstructorInitializerSyntax initializer => model.GetMemberGroup(initializer, cancellationToken),
            _ => [],
        };
    }

    private static List<string> Siblings(SyntaxNode root, CursorSyntax cursor, int limit)
    {
        var around = root.FindToken(Math.Max(0, cursor.Start - 1)).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return around is null
            ? []
            :
            [
                .. around
                    .Members.Where(m => Declarations.IsDeclaration(m) && !m.Span.Contains(cursor.Start))
                    .Take(limit)
                    .Select(Declarations.Signature),
            ];
    }
}
