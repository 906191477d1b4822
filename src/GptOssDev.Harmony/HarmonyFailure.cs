namespace GptOssDev.Harmony;

/// <summary>Why a <see cref="HarmonyException"/> was thrown.</summary>
public enum HarmonyFailure
{
    /// <summary>The model's vocabulary lacks a token that the format needs.</summary>
    MissingControlToken,

    /// <summary>A message cannot be written: a tool message without a name, content of the wrong kind.</summary>
    InvalidMessage,

    /// <summary>A tool's name or schema cannot be written.</summary>
    InvalidTool,

    /// <summary>A token stands where the format does not allow it.</summary>
    UnexpectedToken,

    /// <summary>The stream ended inside a message header.</summary>
    UnexpectedEnd,

    /// <summary>A message header cannot be read.</summary>
    MalformedHeader,

    /// <summary>An id that is not in the vocabulary stands in a header.</summary>
    InvalidToken,
}
