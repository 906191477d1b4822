namespace GptOssDev.CodeModel.Symbols;

/// <summary>How much of a cursor's surroundings is told.</summary>
public sealed record CursorSymbolLimits
{
    public static CursorSymbolLimits Default { get; } = new();

    public int Members { get; init; } = 40;

    public int Locals { get; init; } = 16;

    /// <summary>The most types of locals that are told with their members.</summary>
    public int LocalTypes { get; init; } = 4;

    /// <summary>The most members of one local's type.</summary>
    public int MembersOfType { get; init; } = 16;

    public int Overloads { get; init; } = 8;

    public int Siblings { get; init; } = 24;
}
