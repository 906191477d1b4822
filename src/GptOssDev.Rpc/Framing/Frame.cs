namespace GptOssDev.Rpc.Framing;

/// <summary>One frame, or why there is none. <c>Problem</c> is one line, set for TooLarge, Lost and Truncated.</summary>
internal sealed record Frame(FrameKind Kind, byte[] Body, string Problem)
{
    public static Frame End => new(FrameKind.End, [], "");

    public static Frame Truncated => new(FrameKind.Truncated, [], "the bytes ended within a message");

    public static Frame Message(byte[] body) => new(FrameKind.Message, body, "");

    public static Frame Failed(FrameKind kind, string problem) => new(kind, [], problem);
}
