namespace GptOssDev.Tests.Unit.Harmony;

/// <summary>A message put together from a parser's events, in plain words.</summary>
internal sealed record ParsedMessage(
    string Role,
    string? Name,
    string? Channel,
    string? Recipient,
    string? ContentType,
    string Text
);
