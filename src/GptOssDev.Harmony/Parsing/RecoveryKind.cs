namespace GptOssDev.Harmony.Parsing;

/// <summary>The ways in which a malformed stream is mended.</summary>
public enum RecoveryKind
{
    /// <summary>A header was begun again before it was complete; the last beginning counts.</summary>
    HeaderRestarted,

    /// <summary>A header without a body was left out.</summary>
    HeaderDropped,

    /// <summary>The message token was missing: the words behind the channel became the body.</summary>
    BodyWithoutMessageToken,

    /// <summary>Text without any markup became content.</summary>
    BareText,

    /// <summary>The start token was missing.</summary>
    MissingStart,

    /// <summary>The end token was missing.</summary>
    MissingEnd,

    /// <summary>Text between messages was left out.</summary>
    StrayText,

    /// <summary>An end token where no message was open was skipped.</summary>
    RedundantStop,

    /// <summary>An unknown role was taken for the assistant.</summary>
    UnknownRole,

    /// <summary>More than one channel was given; the last one counts.</summary>
    RepeatedChannel,

    /// <summary>A channel token without a name was skipped.</summary>
    EmptyChannel,

    /// <summary>A channel name with something glued to it was cut to the name.</summary>
    ChannelTrimmed,

    /// <summary>A recipient was cut, ignored, or completed from the known tools.</summary>
    RecipientRepaired,

    /// <summary>Words in a header that mean nothing there were skipped.</summary>
    HeaderWordsSkipped,

    /// <summary>A control token that means nothing where it stands was left out.</summary>
    ControlTokenSkipped,

    /// <summary>An id outside the vocabulary became a replacement character.</summary>
    InvalidToken,
}
