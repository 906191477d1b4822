namespace GptOssDev.Harmony.Parsing;

/// <summary>What a parser has to know beforehand.</summary>
public sealed record ParserOptions
{
    public static ParserOptions Default { get; } = new();

    public ParserStart Start { get; init; } = ParserStart.AssistantHeader;

    /// <summary>
    /// The names of the functions on offer, without the namespace: a repair of a recipient is believed only when it
    /// gives one of them. Null when they are not known.
    /// </summary>
    public IReadOnlyCollection<string>? KnownTools { get; init; }

    public ParserMode Mode { get; init; } = ParserMode.Recovering;
}
