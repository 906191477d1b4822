using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>The types that symbols have as values.</summary>
internal static class SymbolTypes
{
    /// <summary>Null for a symbol that is no value.</summary>
    public static ITypeSymbol? Of(ISymbol symbol) =>
        symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IEventSymbol member => member.Type,
            _ => null,
        };

    /// <summary>The value's type of a nullable value type; any other type as it is.</summary>
    public static ITypeSymbol? WithoutNullable(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
}
