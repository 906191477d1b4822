using System.Text.Json;
using StreamJsonRpc.Protocol;

namespace GptOssDev.Rpc.Messages;

/// <summary>Reads the error object of an answer.</summary>
internal static class ErrorPayload
{
    /// <summary>An object of another shape becomes an internal error.</summary>
    public static JsonRpcError.ErrorDetail Read(ReadOnlyMemory<byte> payload)
    {
        var error = JsonElement.Parse(payload.Span);
        if (
            error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code", out var code)
            || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out var number)
            || !error.TryGetProperty("message", out var message)
            || message.ValueKind != JsonValueKind.String
        )
        {
            return Detail(RpcErrorCodes.InternalError, "the peer answered with a malformed error");
        }
        return Detail(number, message.GetString()!, error.TryGetProperty("data", out var data) ? data : null);
    }

    public static JsonRpcError.ErrorDetail Detail(int code, string message, JsonElement? data = null) =>
        new()
        {
            Code = (JsonRpcErrorCode)code,
            Message = message,
            Data = data,
        };
}
