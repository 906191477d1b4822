using System.Text.Json;
using System.Text.Json.Serialization;

namespace GptOssDev.Rpc.Messages;

/// <summary>JSON as it stands on the wire; empty memory is <c>null</c>.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8)
{
    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("results are not read by the formatter");

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
