using System.Text.Json;

namespace GptOssDev.JsonRpc.Messages;

/// <summary>Reads the error object of an answer. Pure; an object of another shape becomes an internal error.</summary>
internal static class ErrorPayload
{
    public static JsonRpcException Read(ReadOnlyMemory<byte> payload)
    {
        JsonElement error = JsonElement.Parse(payload.Span);
        if (
            error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code", out JsonElement code)
            || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out int number)
            || !error.TryGetProperty("message", out JsonElement message)
            || message.ValueKind != JsonValueKind.String
        )
            return new JsonRpcException(JsonRpcErrorCodes.InternalError, "the peer answered with a malformed error");
        JsonElement? data = error.TryGetProperty("data", out JsonElement value) ? value : null;
        return new JsonRpcException(number, message.GetString()!, data);
    }
}
