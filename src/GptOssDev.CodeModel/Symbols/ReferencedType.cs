namespace GptOssDev.CodeModel.Symbols;

/// <summary>A type that a stretch of code uses, with the signatures of its accessible members.</summary>
/// <param name="Path">Where it is declared; null when it comes from a reference.</param>
/// <param name="Members">Bounded; <paramref name="MembersLeftOut"/> says how many more there are.</param>
public sealed record ReferencedType(
    string QualifiedName,
    string Signature,
    string? Path,
    IReadOnlyList<string> Members,
    int MembersLeftOut
);
