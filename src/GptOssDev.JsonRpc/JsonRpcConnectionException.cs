namespace GptOssDev.JsonRpc;

/// <summary>The connection is gone (or refuses the call), so no answer will come. The message is one line.</summary>
public sealed class JsonRpcConnectionException(JsonRpcConnectionEnd reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public JsonRpcConnectionEnd Reason { get; } = reason;
}
