namespace GptOssDev.Harmony;

/// <summary>A body of plain text. It is always encoded as ordinary text, whatever it spells.</summary>
public sealed record TextContent(string Text) : MessageContent;
