namespace GptOssDev.CodeModel.Symbols;

/// <summary>What the compiler knows of a cursor's surroundings, as names and signatures for a prompt. Plain data; every list is bounded.</summary>
/// <param name="Receiver">What stands before a dot at the cursor, with its members; null when there is none or it is not known.</param>
/// <param name="ExpectedType">The type that an expression at the cursor would be converted to; null when nothing says.</param>
/// <param name="Locals">Locals and parameters in reach, the nearest first.</param>
/// <param name="Overloads">Signatures of what is being called at the cursor.</param>
/// <param name="Siblings">Signatures of the other members of the type around the cursor, in source order.</param>
public sealed record CursorSymbols(
    ReceiverSymbols? Receiver,
    string? ExpectedType,
    IReadOnlyList<LocalSymbol> Locals,
    IReadOnlyList<string> Overloads,
    IReadOnlyList<string> Siblings
)
{
    public static CursorSymbols None { get; } = new(null, null, [], [], []);
}

/// <summary>A type whose members may follow the cursor.</summary>
/// <param name="Type">The type or namespace as code names it.</param>
/// <param name="Members">Signatures, those declared nearest to the type first.</param>
public sealed record ReceiverSymbols(string Type, IReadOnlyList<string> Members, int MembersLeftOut);

/// <summary>A local variable or parameter.</summary>
/// <param name="TypeSignature">The declaration of its type with members, for types of the workspace; null for others.</param>
public sealed record LocalSymbol(string Name, string Type, ReferencedType? TypeSignature);
