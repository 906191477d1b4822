using GptOssDev.CodeModel.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Edits that a compiler must refuse, made mechanically from sites of real source.</summary>
internal static class BreakingEdits
{
    private const int PerDocument = 2;

    public static async Task<IReadOnlyList<Mutation>> TypeErrorsAsync(SourceSites sites, int count) =>
        await CollectAsync(
            sites,
            count,
            (document, root, _) =>
                root.DescendantNodes()
                    .OfType<BaseMethodDeclarationSyntax>()
                    .Where(m => m.Body is not null)
                    .Select(m =>
                        Edit(
                            "type error",
                            document,
                            m,
                            new TextSpan(m.Body!.OpenBraceToken.Span.End, 0),
                            " int notANumber = \"text\";",
                            "CS0029"
                        )
                    )
        );

    public static async Task<IReadOnlyList<Mutation>> MissingMembersAsync(SourceSites sites, int count) =>
        await CollectAsync(
            sites,
            count,
            (document, root, model) =>
                root.DescendantNodes()
                    .OfType<MemberAccessExpressionSyntax>()
                    .Where(a => a.Name is IdentifierNameSyntax && a.Ancestors().Any(n => n is BlockSyntax))
                    .Where(a => model.GetSymbolInfo(a).Symbol is not null && !IsInNameOf(a))
                    .Select(a => (Access: a, Left: model.GetSymbolInfo(a.Expression).Symbol))
                    .Where(a => a.Left is not INamespaceSymbol)
                    .Select(a =>
                        Edit(
                            "missing member",
                            document,
                            a.Access,
                            a.Access.Name.Span,
                            a.Access.Name.Identifier.ValueText + "Gone",
                            a.Left is INamedTypeSymbol ? "CS0117" : "CS1061"
                        )
                    )
        );

    public static async Task<IReadOnlyList<Mutation>> RemovedUsingsAsync(SourceSites sites, int count) =>
        await CollectAsync(
            sites,
            count,
            (document, root, model) =>
            {
                var needed = NamespacesOfNamedTypes(root, model);
                return root.DescendantNodes()
                    .OfType<UsingDirectiveSyntax>()
                    .Where(u =>
                        u.Alias is null && u.StaticKeyword == default && needed.Contains(u.NamespaceOrType.ToString())
                    )
                    .Select(u =>
                        Edit(
                            "removed using",
                            document,
                            u,
                            u.Span,
                            "",
                            "CS0246",
                            "CS0103",
                            "CS1061",
                            "CS0234",
                            "CS1574",
                            "CS0117"
                        )
                    );
            }
        );

    public static async Task<IReadOnlyList<Mutation>> DuplicateNamesAsync(SourceSites sites, int count) =>
        await CollectAsync(
            sites,
            count,
            (document, root, _) =>
                root.DescendantNodes()
                    .OfType<MemberDeclarationSyntax>()
                    .Where(m => m.Parent is TypeDeclarationSyntax && !m.Modifiers.Any(SyntaxKind.PartialKeyword))
                    .Where(m => m is PropertyDeclarationSyntax or MethodDeclarationSyntax or FieldDeclarationSyntax)
                    .Select(m =>
                        Edit(
                            "duplicate name",
                            document,
                            m,
                            new TextSpan(m.Span.End, 0),
                            "\n    " + m.ToString() + "\n",
                            m is MethodDeclarationSyntax ? "CS0111" : "CS0102"
                        )
                    )
        );

    /// <summary>Renames only the declaration of a member that other projects use and its own does not.</summary>
    public static async Task<IReadOnlyList<Mutation>> BrokenDependentsAsync(SourceSites sites, int count) =>
        await CollectAsync(
            sites,
            count,
            (document, root, model) =>
                root.DescendantNodes()
                    .OfType<MemberDeclarationSyntax>()
                    .Where(m => m is MethodDeclarationSyntax or PropertyDeclarationSyntax)
                    .Where(m =>
                        !m.Modifiers.Any(SyntaxKind.PartialKeyword) && !m.Modifiers.Any(SyntaxKind.OverrideKeyword)
                    )
                    .Select(m => (Member: m, Symbol: model.GetDeclaredSymbol(m)!))
                    .Where(m => !ImplementsInterface(m.Symbol) && IsUsedOnlyElsewhere(sites, document, m.Symbol))
                    .Select(m =>
                        Edit(
                            "broken dependent",
                            document,
                            m.Member,
                            m.Member is MethodDeclarationSyntax method
                                ? method.Identifier.Span
                                : ((PropertyDeclarationSyntax)m.Member).Identifier.Span,
                            m.Symbol.Name + "Moved",
                            "CS1061",
                            "CS0117",
                            "CS0103",
                            // Where an overload, an extension of another receiver or an inaccessible namesake is left, the compiler
                            // names that one instead.
                            "CS0122",
                            "CS1501",
                            "CS1503",
                            "CS1929",
                            "CS7036"
                        )
                    )
        );

    // A type that is named plainly needs the using of its namespace, unless the file lies in that namespace or below it.
    private static HashSet<string> NamespacesOfNamedTypes(SyntaxNode root, SemanticModel model)
    {
        var own = root.DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Select(n => n.Name.ToString() + ".")
            .FirstOrDefault("");
        return
        [
            .. root.DescendantNodes(n => n is not UsingDirectiveSyntax)
                .OfType<SimpleNameSyntax>()
                .Where(n =>
                    n.Parent is not QualifiedNameSyntax
                    && !(n.Parent is MemberAccessExpressionSyntax access && access.Name == n)
                )
                .Select(n => model.GetSymbolInfo(n).Symbol)
                .OfType<INamedTypeSymbol>()
                .Where(t => t.ContainingType is null)
                .Select(t => t.ContainingNamespace.ToDisplayString())
                .Where(space => !own.StartsWith(space + ".", StringComparison.Ordinal)),
        ];
    }

    private static bool IsUsedOnlyElsewhere(SourceSites sites, Document document, ISymbol symbol) =>
        // A linked file is compiled in several projects: there its own projects would break too.
        document.GetLinkedDocumentIds().IsEmpty
        && sites.Users.Of(symbol) is { Count: > 0 } users
        && !users.Contains(document.Project.Name);

    private static bool ImplementsInterface(ISymbol symbol) =>
        symbol.ContainingType.TypeKind == TypeKind.Interface
        || symbol
            .ContainingType.AllInterfaces.SelectMany(i => i.GetMembers())
            .Any(m =>
                SymbolEqualityComparer.Default.Equals(
                    symbol.ContainingType.FindImplementationForInterfaceMember(m),
                    symbol
                )
            );

    private static bool IsInNameOf(SyntaxNode node) =>
        node.Ancestors().OfType<InvocationExpressionSyntax>().Any(i => i.Expression.ToString() == "nameof");

    private static async Task<IReadOnlyList<Mutation>> CollectAsync(
        SourceSites sites,
        int count,
        Func<Document, SyntaxNode, SemanticModel, IEnumerable<Mutation>> make
    )
    {
        var found = new List<Mutation>();
        var spare = new List<Mutation>();
        foreach (var document in sites.Documents)
        {
            var root = (await document.GetSyntaxRootAsync())!;
            var model = (await document.GetSemanticModelAsync())!;
            var here = sites.Shuffle(make(document, root, model));
            found.AddRange(here.Take(PerDocument));
            spare.AddRange(here.Skip(PerDocument));
            if (found.Count >= count)
            {
                break;
            }
        }
        return [.. found.Concat(spare).Take(count)];
    }

    private static Mutation Edit(
        string kind,
        Document document,
        SyntaxNode site,
        TextSpan span,
        string text,
        params string[] expected
    ) =>
        new(
            kind,
            SourceSites.Where(site),
            [new DocumentEdit(document.FilePath!, SourceSites.Replace(document, span, text))],
            expected
        );
}
