namespace GptOssDev.CodeModel.Symbols;

/// <summary>How often a symbol is used in the loaded sources, and in how many files.</summary>
/// <param name="Bounded">True when counting stopped at the limit: the real number is larger.</param>
public sealed record ReferenceCount(string QualifiedName, int References, int Files, bool Bounded);
