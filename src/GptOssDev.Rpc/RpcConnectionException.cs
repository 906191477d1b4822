namespace GptOssDev.Rpc;

/// <summary>The connection has ended (or refuses the call), so no answer will come. The message is one line.</summary>
public sealed class RpcConnectionException(RpcConnectionEnd reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public RpcConnectionEnd Reason { get; } = reason;
}
