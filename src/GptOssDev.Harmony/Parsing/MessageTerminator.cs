namespace GptOssDev.Harmony.Parsing;

/// <summary>What ended a message.</summary>
public enum MessageTerminator
{
    /// <summary>The end token: another message may follow.</summary>
    End,

    /// <summary>The return token, or a stop token that was not fed: the answer is complete.</summary>
    Return,

    /// <summary>The call token, or a stop token that was not fed behind a call: a tool has to be run.</summary>
    Call,

    /// <summary>The stream ended first, for example at a token limit or at the vocabulary's end of text.</summary>
    EndOfStream,

    /// <summary>Another message began without an end token before it.</summary>
    NextMessage,
}
