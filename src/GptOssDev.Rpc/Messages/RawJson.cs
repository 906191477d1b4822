using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Rpc.Messages;

/// <summary>JSON that is written as it is; empty memory is <c>null</c>.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8)
{
    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("raw JSON is only written");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
        {
            if (value.Utf8.IsEmpty)
            {
                writer.WriteNullValue();
            }
            else
            {
                // It comes from our own serializer: validating it again would only cost time.
                writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
            }
        }
    }
}
