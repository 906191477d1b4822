using GptOssDev.CodeModel.Documents;

namespace GptOssDev.CodeModel.Symbols;

/// <summary>The declaration around a stretch of a file.</summary>
/// <param name="QualifiedName">Namespace, types and name, joined by dots.</param>
/// <param name="Signature">The declaration without its body.</param>
/// <param name="Range">The whole declaration with its documentation comment and attributes.</param>
/// <param name="Text">The declaration's full text.</param>
/// <param name="ContainingType">The name of the type it belongs to; null for a type in no other type.</param>
public sealed record EnclosingMember(
    string Name,
    string QualifiedName,
    CodeSymbolKind Kind,
    string Signature,
    TextRange Range,
    string Text,
    string? ContainingType
);
