using GptOssDev.CodeModel.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Rename;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Edits that keep a program's meaning, made by Roslyn or by adding comments.</summary>
internal static class HarmlessEdits
{
    /// <summary>
    /// Renames by Roslyn: of symbols that several projects name, of symbols that only their own project names though others could see
    /// them, and of private ones. Asking for each keeps the mix, whatever the source looks like.
    /// </summary>
    public static async Task<IReadOnlyList<Mutation>> RenamesAsync(SourceSites sites, int across, int own, int hidden)
    {
        var left = new Dictionary<RenameReach, int>
        {
            [RenameReach.Across] = across,
            [RenameReach.Own] = own,
            [RenameReach.Hidden] = hidden,
        };
        var found = new List<Mutation>();
        foreach (var document in sites.Documents)
        {
            if (found.Count == across + own + hidden)
            {
                break;
            }
            var model = (await document.GetSemanticModelAsync())!;
            var root = (await document.GetSyntaxRootAsync())!;
            var symbol = sites
                .Shuffle(
                    root.DescendantNodes()
                        .Where(n =>
                            n
                                is MethodDeclarationSyntax
                                    or PropertyDeclarationSyntax
                                    or BaseTypeDeclarationSyntax
                                    or VariableDeclaratorSyntax
                                    or ParameterSyntax
                        )
                )
                .Select(n => model.GetDeclaredSymbol(n))
                .OfType<ISymbol>()
                .FirstOrDefault(s => left[ReachOf(sites, s)] > 0 && CanBeRenamed(s));
            if (
                symbol is not null
                && !await NamesMemberByItselfAsync(sites, symbol)
                && await RenameAsync(sites, document, symbol) is { } mutation
            )
            {
                left[ReachOf(sites, symbol)]--;
                found.Add(mutation);
            }
        }
        return found;
    }

    public static async Task<IReadOnlyList<Mutation>> FormattingAsync(SourceSites sites, int count)
    {
        var found = new List<Mutation>();
        foreach (var document in sites.Documents)
        {
            if (found.Count == count)
            {
                break;
            }
            var old = (await document.GetTextAsync()).ToString();
            var text = (await (await Formatter.FormatAsync(document)).GetTextAsync()).ToString();
            if (text == old)
            {
                // Already as the formatter wants it: a stray blank at every opening brace is as harmless.
                text = (await document.GetTextAsync())
                    .Replace((await document.GetSyntaxRootAsync())!.GetLastToken().Span.End, 0, "\n\n")
                    .ToString();
            }
            found.Add(
                new Mutation(
                    "formatting",
                    Path.GetFileName(document.FilePath!),
                    [new DocumentEdit(document.FilePath!, text)],
                    []
                )
            );
        }
        return found;
    }

    public static async Task<IReadOnlyList<Mutation>> CommentsAsync(SourceSites sites, int count)
    {
        var found = new List<Mutation>();
        foreach (var document in sites.Documents)
        {
            if (found.Count == count)
            {
                break;
            }
            var root = (await document.GetSyntaxRootAsync())!;
            var candidates = sites.Shuffle(
                root.DescendantNodes()
                    .Where(n => n is StatementSyntax or MemberDeclarationSyntax and not EnumMemberDeclarationSyntax)
            );
            var site = candidates.Count > 0 ? candidates[0] : null;
            if (site is not null)
            {
                var text = SourceSites.Replace(document, new(site.SpanStart, 0), "/* a remark */ ");
                text = "// a line above\n" + text.Replace("\r\n", "\n", StringComparison.Ordinal);
                found.Add(
                    new Mutation("comment", SourceSites.Where(site), [new DocumentEdit(document.FilePath!, text)], [])
                );
            }
        }
        return found;
    }

    private static async Task<Mutation?> RenameAsync(SourceSites sites, Document document, ISymbol symbol)
    {
        var solution = sites.Snapshot.Assembled.Solution;
        var renamed = await Renamer.RenameSymbolAsync(solution, symbol, new SymbolRenameOptions(), NewName(symbol));
        var edits = new List<DocumentEdit>();
        foreach (var id in renamed.GetChanges(solution).GetProjectChanges().SelectMany(c => c.GetChangedDocuments()))
        {
            var changed = renamed.GetDocument(id)!;
            if (changed.FilePath is { } path && edits.TrueForAll(e => e.Path != path))
            {
                edits.Add(new DocumentEdit(path, (await changed.GetTextAsync()).ToString()));
            }
        }
        return edits.Count == 0
            ? null
            : new Mutation("rename", $"{Path.GetFileName(document.FilePath)}: {symbol.Name}", edits, []);
    }

    // The analyzers ask for the last word of a type (Exception, Attribute) and of an asynchronous method (Async), and for an
    // interface's first letter.
    private static string NewName(ISymbol symbol) =>
        symbol is INamedTypeSymbol { TypeKind: not TypeKind.Interface }
        || symbol.Name.EndsWith("Async", StringComparison.Ordinal)
            ? "Renamed" + symbol.Name
            : symbol.Name + "Renamed";

    // `(id, symbol)` and `new { symbol }` name a member after what stands in them, and a generator names one after the type in
    // `[JsonSerializable(typeof(T))]`. Roslyn's rename leaves the uses of that member as they are, so that it changes the meaning.
    private static async Task<bool> NamesMemberByItselfAsync(SourceSites sites, ISymbol symbol)
    {
        foreach (var found in await SymbolFinder.FindReferencesAsync(symbol, sites.Snapshot.Assembled.Solution))
        {
            foreach (var place in found.Locations.Where(l => l.Location.IsInSource))
            {
                var root = await place.Location.SourceTree!.GetRootAsync();
                var node = root.FindToken(place.Location.SourceSpan.Start).Parent;
                while (
                    node?.Parent
                        is MemberAccessExpressionSyntax
                            or MemberBindingExpressionSyntax
                            or ConditionalAccessExpressionSyntax
                )
                {
                    node = node.Parent;
                }
                if (
                    node?.Parent
                        is ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax }
                            or AnonymousObjectMemberDeclaratorSyntax { NameEquals: null }
                    || node?.FirstAncestorOrSelf<TypeOfExpressionSyntax>() is { Parent: AttributeArgumentSyntax }
                )
                {
                    return true;
                }
            }
        }
        return false;
    }

    private enum RenameReach
    {
        Across,
        Own,
        Hidden,
    }

    private static RenameReach ReachOf(SourceSites sites, ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable ? RenameReach.Hidden
        : sites.Users.Of(symbol).Count > 1 ? RenameReach.Across
        : RenameReach.Own;

    // What a framework fixes by name, or a generator writes, is not ours to rename.
    private static bool CanBeRenamed(ISymbol symbol) =>
        symbol is not { IsOverride: true }
        && symbol is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
        && symbol.Name is not "Main" and not "Program" and not "_"
        && symbol.Name.Length > 0
        && !(symbol is IMethodSymbol { IsPartialDefinition: true })
        && !(
            symbol is INamedTypeSymbol type
            && (type.DeclaringSyntaxReferences.Length > 1 || type.BaseType?.Name == "JsonSerializerContext")
        )
        && (
            symbol.ContainingType is null
            || !symbol
                .ContainingType.AllInterfaces.Where(i => !i.Locations.Any(l => l.IsInSource))
                .SelectMany(i => i.GetMembers())
                .Any(m => m.Name == symbol.Name)
        );
}
