using GptOssDev.CodeModel.Symbols;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Verification;

/// <summary>The symbols of an assembly that other assemblies can use: documentation comment id to signature.</summary>
internal static class ApiSurface
{
    public static IReadOnlyDictionary<string, string> Of(Compilation compilation, CancellationToken cancellationToken)
    {
        var surface = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var pending = new Stack<INamespaceOrTypeSymbol>([compilation.Assembly.GlobalNamespace]);
        while (pending.TryPop(out var container))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in container.GetMembers())
            {
                if (member is INamespaceSymbol space)
                {
                    pending.Push(space);
                }
                else if (IsVisible(member))
                {
                    Add(surface, member);
                    if (member is INamedTypeSymbol type)
                    {
                        pending.Push(type);
                    }
                }
            }
        }
        return surface;
    }

    /// <summary>What came, went and changed, sorted by id.</summary>
    public static IEnumerable<ApiChange> Compare(
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> after,
        string project
    ) =>
        before
            .Keys.Union(after.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(id => (Id: id, Old: before.GetValueOrDefault(id), New: after.GetValueOrDefault(id)))
            .Where(change => change.Old != change.New)
            .Select(change => new ApiChange(
                change.Old is null ? ApiChangeKind.Added
                    : change.New is null ? ApiChangeKind.Removed
                    : ApiChangeKind.Changed,
                change.Id,
                change.Old,
                change.New,
                project
            ));

    /// <summary>The plain name in a documentation comment id such as <c>M:Space.Type.Member``1(System.Int32)</c>.</summary>
    public static string NameIn(string id)
    {
        var end = id.IndexOfAny(['(', '`']);
        var path = end < 0 ? id : id[..end];
        return path[(path.LastIndexOfAny(['.', ':']) + 1)..];
    }

    private static void Add(SortedDictionary<string, string> surface, ISymbol symbol)
    {
        // Accessors are told by their property or event.
        if (symbol is IMethodSymbol { AssociatedSymbol: not null } || symbol.GetDocumentationCommentId() is not { } id)
        {
            return;
        }
        surface[id] = SymbolNames.Signature(symbol);
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Protected
                or Accessibility.ProtectedOrInternal;
}
