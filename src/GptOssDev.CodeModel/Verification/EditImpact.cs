using GptOssDev.CodeModel.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Which other code an edit of declarations can change the meaning of: code that names what came or went, or all code, where
/// a declaration acts without being named (an operator, an enumerator, a base type, an interface's member, …).
/// </summary>
/// <param name="Names">Identifiers; code that has none of them keeps its meaning.</param>
/// <param name="All">True when names do not tell.</param>
internal sealed record EditImpact(IReadOnlySet<string> Names, bool All)
{
    // The language looks these up by itself: for loops, initializers, queries, awaits, patterns, interpolation.
    private static readonly HashSet<string> _unnamed = new(StringComparer.Ordinal)
    {
        "Add",
        "AppendFormatted",
        "AppendLiteral",
        "Cast",
        "Count",
        "Create",
        "Current",
        "Deconstruct",
        "Dispose",
        "DisposeAsync",
        "Equals",
        "GetAsyncEnumerator",
        "GetAwaiter",
        "GetEnumerator",
        "GetHashCode",
        "GetPinnableReference",
        "GetResult",
        "GroupBy",
        "GroupJoin",
        "IsCompleted",
        "Join",
        "Length",
        "MoveNext",
        "MoveNextAsync",
        "OnCompleted",
        "OrderBy",
        "OrderByDescending",
        "Select",
        "SelectMany",
        "Slice",
        "ThenBy",
        "ThenByDescending",
        "ToString",
        "Where",
    };

    private static readonly HashSet<string> _brokenStructure = new(StringComparer.Ordinal)
    {
        "CS1022",
        "CS1513",
        "CS1514",
        "CS1519",
        "CS8803",
    };

    private static readonly EditImpact _nothing = new(new HashSet<string>(), All: false);
    private static readonly EditImpact _all = new(new HashSet<string>(), All: true);

    public bool IsNothing => !All && Names.Count == 0;

    public static EditImpact Between(SyntaxNode before, SyntaxNode after)
    {
        // A file whose braces do not match declares by chance; what follows from its repair was not the edit's doing.
        if (before.GetDiagnostics().Any(d => _brokenStructure.Contains(d.Id)))
        {
            return _nothing;
        }
        if (!GlobalParts(before).SequenceEqual(GlobalParts(after), StringComparer.Ordinal))
        {
            return _all;
        }
        var (old, now) = (Keyed(before), Keyed(after));
        var gone = old.Where(d => !now.ContainsKey(d.Key)).Select(d => d.Value).ToList();
        var come = now.Where(d => !old.ContainsKey(d.Key)).Select(d => d.Value).ToList();
        if (gone.Exists(g => g is TypeDeclarationSyntax && come.Exists(c => SameType(g, c))))
        {
            return _all;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var side in new[] { gone, come })
        {
            var whole = side.OfType<BaseTypeDeclarationSyntax>().ToHashSet();
            foreach (var node in side)
            {
                var isOfNewType = node.Ancestors().OfType<BaseTypeDeclarationSyntax>().Any(whole.Contains);
                if (!isOfNewType && ActsUnnamed(node))
                {
                    return _all;
                }
                if (isOfNewType || !IsPrivate(node))
                {
                    names.UnionWith(Declarations.Name(node).Split(", "));
                }
            }
        }
        return new EditImpact(names, All: false);
    }

    private static Dictionary<string, SyntaxNode> Keyed(SyntaxNode root)
    {
        var keyed = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        foreach (
            var node in root.DescendantNodes(n =>
                n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax
            )
        )
        {
            if (Declarations.IsDeclaration(node))
            {
                var key = $"{Declarations.QualifiedName(node)}|{Declarations.Header(node)}";
                for (var copy = 0; !keyed.TryAdd(copy == 0 ? key : $"{key}|{copy}", node); copy++) { }
            }
        }
        return keyed;
    }

    private static IEnumerable<string> GlobalParts(SyntaxNode root) =>
        root is CompilationUnitSyntax unit
            ? unit
                .Usings.Where(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
                .Select(u => u.ToString())
                .Concat(unit.AttributeLists.Select(a => a.ToString()))
                .Concat(unit.Externs.Select(e => e.ToString()))
            : [];

    private static bool SameType(SyntaxNode one, SyntaxNode other) =>
        other is TypeDeclarationSyntax && Declarations.QualifiedName(one) == Declarations.QualifiedName(other);

    private static bool ActsUnnamed(SyntaxNode node) =>
        node
            is ConstructorDeclarationSyntax
                or DestructorDeclarationSyntax
                or OperatorDeclarationSyntax
                or ConversionOperatorDeclarationSyntax
                or IndexerDeclarationSyntax
        || node.Parent is InterfaceDeclarationSyntax
        || node is FieldDeclarationSyntax && node.Parent is StructDeclarationSyntax
        || node is MemberDeclarationSyntax member
            && member.Modifiers.Any(m =>
                m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.RequiredKeyword or SyntaxKind.PartialKeyword
            )
        || node is not BaseTypeDeclarationSyntax && _unnamed.Contains(Declarations.Name(node));

    // Without a modifier a member of a class is private; a partial type has other files that see it.
    private static bool IsPrivate(SyntaxNode node) =>
        node is MemberDeclarationSyntax member
        && node.Parent is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax
        && !((TypeDeclarationSyntax)node.Parent).Modifiers.Any(SyntaxKind.PartialKeyword)
        && !member.Modifiers.Any(m =>
            m.Kind()
                is SyntaxKind.PublicKeyword
                    or SyntaxKind.InternalKeyword
                    or SyntaxKind.ProtectedKeyword
                    or SyntaxKind.OverrideKeyword
        );
}
