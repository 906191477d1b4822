namespace GptOssDev.CodeModel.Symbols;

/// <summary>What a declaration declares.</summary>
public enum CodeSymbolKind
{
    Namespace,
    Class,
    Struct,
    Interface,
    Record,
    Enum,
    EnumMember,
    Delegate,
    Method,
    Constructor,
    Property,
    Indexer,
    Field,
    Event,
    Operator,
    LocalFunction,
    Other,
}
