using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GptOssDev.JsonRpc.Messages;

/// <summary>Builds whole frames (header and body) ready to be written. Pure.</summary>
internal static class MessageWriter
{
    public static byte[] Request<T>(JsonRpcId id, string method, T parameters, JsonTypeInfo<T> type) =>
        Call(id, method, writer => JsonSerializer.Serialize(writer, parameters, type));

    public static byte[] Notification<T>(string method, T parameters, JsonTypeInfo<T> type) =>
        Call(default, method, writer => JsonSerializer.Serialize(writer, parameters, type));

    public static byte[] Cancel(string method, JsonRpcId id) =>
        Call(
            default,
            method,
            writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("id"u8);
                writer.WriteRawValue(id.Json);
                writer.WriteEndObject();
            }
        );

    public static byte[] Result(JsonRpcId id, ReadOnlyMemory<byte> result) =>
        Frame(writer =>
        {
            WriteId(writer, id);
            writer.WritePropertyName("result"u8);
            if (result.IsEmpty)
                writer.WriteNullValue();
            else
                // The result was written by our own serializer: checking it again would only cost time.
                writer.WriteRawValue(result.Span, skipInputValidation: true);
        });

    public static byte[] Error(JsonRpcId id, int code, string message, JsonElement? data = null) =>
        Frame(writer =>
        {
            WriteId(writer, id);
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, message);
            if (data is { } element)
            {
                writer.WritePropertyName("data"u8);
                element.WriteTo(writer);
            }
            writer.WriteEndObject();
        });

    private static byte[] Call(JsonRpcId id, string method, Action<Utf8JsonWriter> writeParams) =>
        Frame(writer =>
        {
            if (!id.IsNull)
                WriteId(writer, id);
            writer.WriteString("method"u8, method);
            writer.WritePropertyName("params"u8);
            writeParams(writer);
        });

    private static void WriteId(Utf8JsonWriter writer, JsonRpcId id)
    {
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id.Json);
    }

    private static byte[] Frame(Action<Utf8JsonWriter> writeMembers)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writeMembers(writer);
            writer.WriteEndObject();
        }
        string header = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.WrittenCount}\r\n\r\n");
        byte[] frame = new byte[header.Length + body.WrittenCount];
        Encoding.ASCII.GetBytes(header, frame);
        body.WrittenSpan.CopyTo(frame.AsSpan(header.Length));
        return frame;
    }
}
