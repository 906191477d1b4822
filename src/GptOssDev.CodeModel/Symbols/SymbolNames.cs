using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>Names and signatures of symbols, the same everywhere.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat _qualified = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType
    );

    private static readonly SymbolDisplayFormat _signature = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue
            | SymbolDisplayMemberOptions.IncludeExplicitInterface,
        SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeMemberKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
    );

    /// <summary>A type or namespace as code that has the usings names it.</summary>
    public static string Short(ISymbol symbol) =>
        symbol is INamespaceSymbol
            ? Qualified(symbol)
            : symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    public static string Qualified(ISymbol symbol) => symbol.ToDisplayString(_qualified);

    public static string Signature(ISymbol symbol)
    {
        var text = symbol.ToDisplayString(_signature);
        return symbol is INamedTypeSymbol type ? TypeModifiers(type) + text + Bases(type) : text;
    }

    /// <summary>The parts of a name as people write it: parameter and type parameter lists are dropped.</summary>
    public static IReadOnlyList<string> Parts(string name)
    {
        var depth = 0;
        var plain = new System.Text.StringBuilder();
        foreach (var c in name.Trim())
        {
            if (c is '(')
            {
                break;
            }
            depth += c is '<' or '{' ? 1 : 0;
            if (depth == 0 && c != '@')
            {
                plain.Append(c);
            }
            depth -= c is '>' or '}' ? 1 : 0;
        }
        return plain
            .ToString()
            .Replace("global::", "", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>True when the symbol's qualified name ends with the parts.</summary>
    public static bool Matches(ISymbol symbol, IReadOnlyList<string> parts)
    {
        var qualified = Parts(Qualified(symbol));
        return parts.Count <= qualified.Count
            && qualified.Skip(qualified.Count - parts.Count).SequenceEqual(parts, StringComparer.Ordinal);
    }

    private static string TypeModifiers(INamedTypeSymbol type)
    {
        var access = type.DeclaredAccessibility switch
        {
            Accessibility.Public => "public ",
            Accessibility.Internal => "internal ",
            Accessibility.Protected => "protected ",
            Accessibility.ProtectedOrInternal => "protected internal ",
            Accessibility.ProtectedAndInternal => "private protected ",
            Accessibility.Private => "private ",
            _ => "",
        };
        if (type.TypeKind == TypeKind.Class)
        {
            access +=
                type.IsStatic ? "static "
                : type.IsAbstract ? "abstract "
                : type.IsSealed && !type.IsRecord ? "sealed "
                : type.IsSealed ? "sealed "
                : "";
        }
        else if (type is { TypeKind: TypeKind.Struct, IsReadOnly: true })
        {
            access += "readonly ";
        }
        return access;
    }

    private static string Bases(INamedTypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Enum or TypeKind.Delegate)
        {
            return "";
        }
        var bases = new List<INamedTypeSymbol>();
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } based })
        {
            bases.Add(based);
        }
        bases.AddRange(type.Interfaces);
        return bases.Count == 0
            ? ""
            : " : "
                + string.Join(", ", bases.Select(b => b.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
    }
}
