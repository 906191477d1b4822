namespace GptOssDev.Harmony.Parsing;

/// <summary>
/// What a parser reports. Each <see cref="MessageStart"/> is followed by one <see cref="MessageEnd"/>; a message whose
/// header could be read has one <see cref="HeaderComplete"/> between them and then any number of
/// <see cref="ContentDelta"/>. <see cref="Recovered"/> may come anywhere and changes nothing.
/// </summary>
public abstract record HarmonyEvent
{
    private protected HarmonyEvent() { }
}

/// <summary>A message begins.</summary>
public sealed record MessageStart : HarmonyEvent;

/// <summary>The header is known; the body follows.</summary>
public sealed record HeaderComplete(MessageHeader Header) : HarmonyEvent;

/// <summary>More of the body: whole characters, never empty, never the spelling of a control token.</summary>
public sealed record ContentDelta(string Text) : HarmonyEvent;

/// <summary>The message has ended.</summary>
/// <param name="Terminator">What ended it.</param>
/// <param name="Tokens">
/// The ids as they were fed for this message, without an end marker that was not fed; fit for <see cref="Message.RawTokens"/>; null when the message was
/// repaired, began in the prompt, was cut off, or came as text.
/// </param>
public sealed record MessageEnd(MessageTerminator Terminator, IReadOnlyList<int>? Tokens = null) : HarmonyEvent;

/// <summary>The stream broke the format and was mended.</summary>
public sealed record Recovered(RecoveryKind Kind, string Detail) : HarmonyEvent;
