using System.Text.Json;
using StreamJsonRpc;

namespace GptOssDev.Rpc.Messages;

/// <summary>Reads the params of a cancellation: <c>{"id": ...}</c>.</summary>
internal static class CancelPayload
{
    /// <summary><see cref="RequestId.Null"/> for params of another shape.</summary>
    public static RequestId Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new Utf8JsonReader(payload.Span);
        if (payload.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return RequestId.Null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
            {
                return Envelope.ReadId(ref reader);
            }
            reader.Skip();
        }
        return RequestId.Null;
    }
}
