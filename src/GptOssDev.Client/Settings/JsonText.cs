using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GptOssDev.Client.Settings;

/// <summary>The form in which our own small JSON files are written for a person to read.</summary>
internal static class JsonText
{
    public static byte[] Indented(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The text goes into a file, never into HTML: nothing needs escaping beyond JSON's own rules.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            node.WriteTo(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The reader's message without the position, which it counts from 0 and in bytes.</summary>
    public static string Reason(JsonException problem)
    {
        var position = problem.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? problem.Message : problem.Message[..position];
    }
}
