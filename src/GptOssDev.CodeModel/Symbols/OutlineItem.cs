using GptOssDev.CodeModel.Documents;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>One declaration of a file, in source order; <paramref name="Depth"/> 0 is a type in a namespace or none.</summary>
public sealed record OutlineItem(
    string Name,
    string QualifiedName,
    CodeSymbolKind Kind,
    string Signature,
    TextRange Range,
    int Depth
);
