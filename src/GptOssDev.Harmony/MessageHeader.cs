namespace GptOssDev.Harmony;

/// <summary>What a message's header says. Absent parts are null.</summary>
public sealed record MessageHeader(
    Author Author,
    string? Channel = null,
    string? Recipient = null,
    string? ContentType = null
);
