using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>The names that may follow a dereference.</summary>
internal static class MemberNames
{
    /// <summary>Null when the receiver is not known: an error, dynamic, nothing at all.</summary>
    public static IEnumerable<string>? After(
        SemanticModel model,
        CursorSyntax cursor,
        CancellationToken cancellationToken
    )
    {
        if (Receiver.Before(model, cursor, cancellationToken) is not { } receiver)
        {
            return null;
        }
        var names = Symbols(model, cursor, receiver).Select(ScopeNames.Identifier).OfType<string>();
        return cursor.Left.Parent?.FirstAncestorOrSelf<AttributeSyntax>()?.Name.Span.Contains(cursor.Left.Span) == true
            ? WithShortened(names)
            : names;
    }

    /// <summary>The symbols themselves.</summary>
    public static IEnumerable<ISymbol> Symbols(SemanticModel model, CursorSyntax cursor, Receiver receiver)
    {
        if (receiver.Container is INamespaceSymbol)
        {
            return model.LookupNamespacesAndTypes(cursor.Start, receiver.Container);
        }
        if (receiver.IsBase)
        {
            return model.LookupBaseMembers(cursor.Start);
        }
        var inNameOf = IsInNameOf(cursor.Left.Parent);
        return model
            .LookupSymbols(cursor.Start, receiver.Container, includeReducedExtensionMethods: true)
            .Where(symbol =>
                symbol is INamespaceOrTypeSymbol ? receiver.IsType
                : symbol.IsStatic ? receiver.IsType
                : receiver.IsValue || inNameOf
            );
    }

    // An attribute may be named without the end of its name.
    private static IEnumerable<string> WithShortened(IEnumerable<string> names)
    {
        const string end = "Attribute";
        foreach (var name in names)
        {
            yield return name;
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal))
            {
                yield return name[..^end.Length];
            }
        }
    }

    private static bool IsInNameOf(SyntaxNode? node) =>
        node?.FirstAncestorOrSelf<InvocationExpressionSyntax>(SyntaxQueries.IsNameOf) is not null;
}
