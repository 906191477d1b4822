using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Symbols.Names;

/// <summary>The names that may stand where no receiver narrows them: what is in scope, sifted by what the place takes.</summary>
internal static class ScopeNames
{
    private static readonly string[] _predefinedTypes =
    [
        .. SyntaxFacts.GetKeywordKinds().Where(SyntaxFacts.IsPredefinedType).Select(SyntaxFacts.GetText),
        "dynamic",
        "nint",
        "nuint",
        "global",
    ];

    private static readonly string[] _patternWords =
    [
        "null",
        "true",
        "false",
        "not",
        "var",
        "typeof",
        "nameof",
        "sizeof",
        "default",
        "checked",
        "unchecked",
        "scoped",
    ];

    private static readonly string[] _integralTypes =
    [
        "byte",
        "sbyte",
        "short",
        "ushort",
        "int",
        "uint",
        "long",
        "ulong",
    ];

    public static IEnumerable<string>? At(SemanticModel model, CursorSyntax cursor, IdentifierContext spot) =>
        spot switch
        {
            IdentifierContext.Creation => Types(model, cursor.Start, CanHoldCreatable).Concat(_predefinedTypes),
            IdentifierContext.Pattern => Types(model, cursor.Start, _ => true)
                .Concat(Constants(model, cursor.Start))
                .Concat(_predefinedTypes)
                .Concat(_patternWords),
            IdentifierContext.NameOf => Names(model.LookupSymbols(cursor.Start))
                .Concat(AttributedParameters(cursor.Left.Parent))
                .Concat(_predefinedTypes)
                .Concat(["this", "base"]),
            IdentifierContext.BaseType => Bases(model, cursor),
            IdentifierContext.ConstructorInitializer => Initializers(cursor.Left.Parent),
            IdentifierContext.Using => Using(model, cursor),
            _ => null,
        };

    /// <summary>The name as code writes it; null for what has none.</summary>
    public static string? Identifier(ISymbol symbol) =>
        !symbol.CanBeReferencedByName ? null
        : SyntaxFacts.GetKeywordKind(symbol.Name) != SyntaxKind.None ? "@" + symbol.Name
        : symbol.Name;

    private static IEnumerable<string> Names(IEnumerable<ISymbol> symbols) =>
        symbols.Select(Identifier).OfType<string>();

    private static IEnumerable<string> Types(SemanticModel model, int position, Func<ITypeSymbol, bool> fits) =>
        Names(
            model
                .LookupNamespacesAndTypes(position)
                .Where(symbol => Meant(symbol) is not ITypeSymbol type || fits(type))
        );

    private static IEnumerable<string> Constants(SemanticModel model, int position) =>
        Names(
            model
                .LookupSymbols(position)
                .Where(s => s is IFieldSymbol { IsConst: true } or ILocalSymbol { IsConst: true })
        );

    // A static class creates nothing itself, but a type in it may be named through it.
    private static bool CanHoldCreatable(ITypeSymbol type) => !type.IsStatic || !type.GetTypeMembers().IsEmpty;

    private static IEnumerable<string> Bases(SemanticModel model, CursorSyntax cursor) =>
        cursor.Left.Parent?.Parent switch
        {
            EnumDeclarationSyntax => _integralTypes,
            StructDeclarationSyntax or InterfaceDeclarationSyntax => Types(
                model,
                cursor.Start,
                type => CanHold(type, takesClasses: false)
            ),
            RecordDeclarationSyntax record when record.IsKind(SyntaxKind.RecordStructDeclaration) => Types(
                model,
                cursor.Start,
                type => CanHold(type, takesClasses: false)
            ),
            _ => Types(
                model,
                cursor.Start,
                type => CanHold(type, takesClasses: cursor.Left.IsKind(SyntaxKind.ColonToken))
            ),
        };

    private static bool CanHold(ITypeSymbol type, bool takesClasses) =>
        type.TypeKind == TypeKind.Interface
        || type.TypeKind == TypeKind.Class && takesClasses && !type.IsSealed && !type.IsStatic
        || !type.GetTypeMembers().IsEmpty;

    private static IEnumerable<string> Initializers(SyntaxNode? initializer) =>
        initializer?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && type.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration
            ? ["base", "this"]
            : ["this"];

    private static IEnumerable<string> Using(SemanticModel model, CursorSyntax cursor)
    {
        if (cursor.Left.Parent is not UsingDirectiveSyntax directive)
        {
            return Types(model, cursor.Start, _ => true).Concat(_predefinedTypes).Append("var");
        }
        if (cursor.Left.IsKind(SyntaxKind.StaticKeyword))
        {
            return Types(model, directive.SpanStart, _ => true).Append("global");
        }
        return Names(model.LookupNamespacesAndTypes(directive.SpanStart).OfType<INamespaceSymbol>())
            .Concat(["static", "unsafe", "global"]);
    }

    // In an attribute of a member its parameters may be named, although they are not in scope there otherwise.
    private static IEnumerable<string> AttributedParameters(SyntaxNode? node) =>
        node?.FirstAncestorOrSelf<AttributeListSyntax>()?.Parent switch
        {
            BaseMethodDeclarationSyntax method => Parameters(method.ParameterList),
            ParameterSyntax { Parent: BaseParameterListSyntax list } => Parameters(list),
            LocalFunctionStatementSyntax function => Parameters(function.ParameterList),
            IndexerDeclarationSyntax indexer => Parameters(indexer.ParameterList),
            DelegateDeclarationSyntax type => Parameters(type.ParameterList),
            _ => [],
        };

    private static IEnumerable<string> Parameters(BaseParameterListSyntax list) =>
        list.Parameters.Select(p => p.Identifier.ValueText);

    private static ISymbol Meant(ISymbol symbol) => symbol is IAliasSymbol alias ? alias.Target : symbol;
}
