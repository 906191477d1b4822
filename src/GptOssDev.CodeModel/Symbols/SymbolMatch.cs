using GptOssDev.CodeModel.Documents;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>A declaration found by name.</summary>
/// <param name="Id">The documentation comment id, which names the symbol across snapshots.</param>
/// <param name="Signature">How the symbol is declared, for people and prompts.</param>
public sealed record SymbolMatch(
    string Name,
    string QualifiedName,
    string? Id,
    CodeSymbolKind Kind,
    string Signature,
    string Path,
    TextRange Range,
    string Project
);
