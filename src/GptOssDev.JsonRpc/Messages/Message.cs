namespace GptOssDev.JsonRpc.Messages;

/// <summary>
/// One message with its envelope read. <c>Payload</c> is the UTF-8 JSON of the params, the result or the error object; of an
/// Invalid message <c>Code</c> and <c>Method</c> are the error to answer with.
/// </summary>
internal readonly record struct Message(
    MessageKind Kind,
    JsonRpcId Id,
    string Method,
    ReadOnlyMemory<byte> Payload,
    int Code
)
{
    public static Message Invalid(int code, string message, JsonRpcId id = default) =>
        new(MessageKind.Invalid, id, message, default, code);
}
