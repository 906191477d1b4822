using System.Text;
using System.Text.Json;

namespace GptOssDev.JsonRpc.Messages;

/// <summary>Reads the params of a cancellation: <c>{"id": ...}</c>. Pure; anything else gives no id.</summary>
internal static class CancelPayload
{
    public static JsonRpcId Read(ReadOnlyMemory<byte> payload)
    {
        var reader = new Utf8JsonReader(payload.Span);
        if (payload.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
                return new JsonRpcId(
                    Encoding.UTF8.GetString(payload.Span[(int)reader.TokenStartIndex..(int)reader.BytesConsumed])
                );
            reader.Skip();
        }
        return default;
    }
}
