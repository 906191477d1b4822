namespace GptOssDev.Harmony;

/// <summary>The control tokens by meaning, independent of their ids.</summary>
internal enum ControlKind
{
    Start,
    End,
    Message,
    Channel,
    Constrain,
    Return,
    Call,
    EndOfText,

    /// <summary>A control token of the vocabulary that the format does not use.</summary>
    Other,
}
