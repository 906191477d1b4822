using System.Text.Json;

namespace GptOssDev.Rpc;

/// <summary>
/// An error answer. A caller gets it when the peer answered with an error; a dispatcher throws it to answer a request with an
/// error. The message is one line, meant for the peer.
/// </summary>
public sealed class RpcException(int code, string message, JsonElement? data = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The error code on the wire.</summary>
    public int Code { get; } = code;

    /// <summary>The error's <c>data</c> member, or null.</summary>
    public JsonElement? ErrorData { get; } = data;
}
