using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Questions that need the compiler's binding. In projects that are not fully loaded the answers are hints.</summary>
internal static class SemanticQueries
{
    public static async Task<IReadOnlyList<SymbolMatch>> FindSymbolsAsync(
        CodeSnapshot snapshot,
        string name,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var parts = SymbolNames.Parts(name);
        if (parts.Count == 0)
        {
            return [];
        }
        var solution = snapshot.Assembled.Solution;
        var found = new List<SymbolMatch>();
        foreach (var project in solution.Projects)
        {
            var symbols = await SymbolFinder.FindSourceDeclarationsAsync(
                project,
                parts[^1] == ".ctor" ? parts[^2] : parts[^1],
                ignoreCase: false,
                SymbolFilter.TypeAndMember,
                cancellationToken
            );
            foreach (var symbol in symbols.Where(s => SymbolNames.Matches(s, parts)))
            {
                found.AddRange(Matches(symbol, project.Name));
            }
        }
        return
        [
            .. found
                .DistinctBy(m => (m.Id ?? m.QualifiedName, m.Path, m.Range))
                .OrderBy(m => m.Path, StringComparer.Ordinal)
                .ThenBy(m => m.Range.Start)
                .Take(limit),
        ];
    }

    public static async Task<ReferenceCount?> CountReferencesAsync(
        CodeSnapshot snapshot,
        string path,
        TextPosition position,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var document =
            snapshot.Find(path)
            ?? throw new CodeModelException(
                CodeModelReason.DocumentMissing,
                $"{path}: belongs to no project of {snapshot.State.Entry}; name a file of the workspace."
            );
        var text = await document.Roslyn.GetTextAsync(cancellationToken);
        var offset = TextPositions.Offset(text, position, document.Path);
        var symbol = await SymbolFinder.FindSymbolAtPositionAsync(document.Roslyn, offset, cancellationToken);
        if (symbol is null)
        {
            return null;
        }
        var references = await SymbolFinder.FindReferencesAsync(symbol, snapshot.Assembled.Solution, cancellationToken);
        var locations = references
            .SelectMany(r => r.Locations)
            .Select(l => (l.Document.FilePath, l.Location.SourceSpan.Start))
            .Distinct()
            .Take(limit + 1)
            .ToList();
        return new ReferenceCount(
            SymbolNames.Qualified(symbol),
            Math.Min(locations.Count, limit),
            locations.Select(l => l.FilePath).Distinct().Count(),
            locations.Count > limit
        );
    }

    public static async Task<IReadOnlyList<ReferencedType>> ReferencedTypesAsync(
        CodeDocument document,
        TextRange range,
        int maxTypes,
        int maxMembers,
        CancellationToken cancellationToken
    )
    {
        var text = await document.Roslyn.GetTextAsync(cancellationToken);
        var span = TextPositions.Span(text, range, document.Path);
        var root = await document.Roslyn.GetSyntaxRootAsync(cancellationToken);
        var model = await document.ModelAsync(cancellationToken);
        var types = new Dictionary<INamedTypeSymbol, int>(SymbolEqualityComparer.Default);
        foreach (
            var node in root!.DescendantNodes(span).Where(n => n.Span.IntersectsWith(span)).OfType<SimpleNameSyntax>()
        )
        {
            foreach (var type in TypesOf(model!, node, cancellationToken))
            {
                types[type] = types.GetValueOrDefault(type) + 1;
            }
        }
        return
        [
            .. types
                .Where(t =>
                    t.Key.SpecialType == SpecialType.None && t.Key.TypeKind != TypeKind.Error && !t.Key.IsAnonymousType
                )
                .OrderByDescending(t => t.Key.Locations.Any(l => l.IsInSource))
                .ThenByDescending(t => t.Value)
                .ThenBy(t => SymbolNames.Qualified(t.Key), StringComparer.Ordinal)
                .Take(maxTypes)
                .Select(t => Describe(t.Key, model!.Compilation.Assembly, maxMembers)),
        ];
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(
        SemanticModel model,
        SyntaxNode node,
        CancellationToken cancellationToken
    )
    {
        var symbol = model.GetSymbolInfo(node, cancellationToken).Symbol;
        var type = model.GetTypeInfo(node, cancellationToken).Type;
        var candidates = new[]
        {
            symbol as ITypeSymbol,
            type,
            symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol ? symbol.ContainingType : null,
        };
        foreach (var candidate in candidates)
        {
            var element = candidate is IArrayTypeSymbol array ? array.ElementType : candidate;
            if (element is not INamedTypeSymbol named)
            {
                continue;
            }
            yield return named.OriginalDefinition;
            foreach (var argument in named.TypeArguments.OfType<INamedTypeSymbol>())
            {
                yield return argument.OriginalDefinition;
            }
        }
    }

    /// <summary>A type with the members that code of an assembly can use.</summary>
    public static ReferencedType Describe(INamedTypeSymbol type, IAssemblySymbol from, int maxMembers)
    {
        var members = type.GetMembers()
            .Where(m =>
                !m.IsImplicitlyDeclared && m.CanBeReferencedByName
                || m is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false }
            )
            .Where(m => IsVisible(m, from))
            .Select(SymbolNames.Signature)
            .ToList();
        return new ReferencedType(
            SymbolNames.Qualified(type),
            SymbolNames.Signature(type),
            type.Locations.FirstOrDefault(l => l.IsInSource)?.SourceTree?.FilePath,
            [.. members.Take(maxMembers)],
            Math.Max(0, members.Count - maxMembers)
        );
    }

    private static bool IsVisible(ISymbol symbol, IAssemblySymbol from) =>
        symbol.DeclaredAccessibility == Accessibility.Public
        || symbol.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal
            && (
                SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, from)
                || symbol.ContainingAssembly.GivesAccessTo(from)
            );

    private static IEnumerable<SymbolMatch> Matches(ISymbol symbol, string project) =>
        symbol
            .DeclaringSyntaxReferences.Where(reference => reference.SyntaxTree.FilePath.Length > 0)
            .Select(reference =>
            {
                var node = reference.GetSyntax();
                var declaration = node.AncestorsAndSelf().FirstOrDefault(Declarations.IsDeclaration) ?? node;
                return new SymbolMatch(
                    symbol.Name,
                    SymbolNames.Qualified(symbol),
                    symbol.GetDocumentationCommentId(),
                    Declarations.Kind(symbol),
                    SymbolNames.Signature(symbol),
                    reference.SyntaxTree.FilePath,
                    TextPositions.Range(reference.SyntaxTree.GetText(), SyntaxQueries.WithTrivia(declaration)),
                    project
                );
            });
}
