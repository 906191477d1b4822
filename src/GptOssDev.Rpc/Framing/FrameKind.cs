namespace GptOssDev.Rpc.Framing;

/// <summary>What the reader found next.</summary>
internal enum FrameKind
{
    Message,
    TooLarge,
    Lost,
    Truncated,
    End,
}
