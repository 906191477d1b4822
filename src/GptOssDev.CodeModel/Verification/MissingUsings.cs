using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Verification;

/// <summary>Finds the namespaces whose using directives would mend errors about unknown names.</summary>
internal static class MissingUsings
{
    private const int MaxNames = 6;

    /// <summary>
    /// Namespaces, sorted, for those names that exactly one fits.
    /// </summary>
    public static IReadOnlyList<string> For(
        SemanticModel model,
        IReadOnlyList<TrialError> errors,
        ExtensionMethods extensions,
        CancellationToken cancellationToken
    )
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var names = errors.Select(e => (e.Id, Name: NameAt(model, e))).Distinct().ToList();
        foreach (var (id, name) in names.Take(MaxNames))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fitting = name is null
                ? []
                : id switch
                {
                    "CS0103" when name.Parent is not InvocationExpressionSyntax => OfTypes(model, name, ""),
                    "CS0246" => OfTypes(model, name, IsAttribute(name) ? "Attribute" : ""),
                    "CS1061" => OfExtensions(model, name, extensions, cancellationToken),
                    _ => [],
                };
            if (fitting.Distinct(StringComparer.Ordinal).Take(2).ToList() is [var only])
            {
                found.Add(only);
            }
        }
        return [.. found];
    }

    private static SimpleNameSyntax? NameAt(SemanticModel model, TrialError error)
    {
        var node = model.SyntaxTree.GetRoot().FindNode(error.Span, getInnermostNodeForTie: true);
        return node as SimpleNameSyntax ?? node.DescendantNodes().OfType<SimpleNameSyntax>().FirstOrDefault();
    }

    private static bool IsAttribute(SimpleNameSyntax name) => name.Parent is AttributeSyntax;

    private static IEnumerable<string> OfTypes(SemanticModel model, SimpleNameSyntax name, string suffix)
    {
        var compilation = model.Compilation;
        var (wanted, arity) = (name.Identifier.ValueText + suffix, name.Arity);
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols.Prepend(compilation.Assembly))
        {
            if (!assembly.TypeNames.Contains(wanted))
            {
                continue;
            }
            var pending = new Stack<INamespaceSymbol>(assembly.GlobalNamespace.GetNamespaceMembers());
            while (pending.TryPop(out var space))
            {
                foreach (var below in space.GetNamespaceMembers())
                {
                    pending.Push(below);
                }
                if (space.GetTypeMembers(wanted, arity).Any(t => IsUsable(compilation, t)))
                {
                    yield return space.ToDisplayString();
                }
            }
        }
    }

    private static IEnumerable<string> OfExtensions(
        SemanticModel model,
        SimpleNameSyntax name,
        ExtensionMethods extensions,
        CancellationToken cancellationToken
    )
    {
        var receiver = name.Parent switch
        {
            MemberAccessExpressionSyntax access => model.GetTypeInfo(access.Expression, cancellationToken).Type,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()
                is { } conditional
                ? model.GetTypeInfo(conditional.Expression, cancellationToken).Type
                : null,
            _ => null,
        };
        return receiver is null or { TypeKind: TypeKind.Error or TypeKind.Dynamic }
            ? []
            : extensions
                .Named(model.Compilation, name.Identifier.ValueText)
                .Where(m => IsUsable(model.Compilation, m) && m.ReduceExtensionMethod(receiver) is not null)
                .Select(m => m.ContainingNamespace)
                .Where(space => !space.IsGlobalNamespace)
                .Select(space => space.ToDisplayString());
    }

    private static bool IsUsable(Compilation compilation, ISymbol symbol) =>
        compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly)
        && !symbol.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(ObsoleteAttribute));
}
