using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GptOssDev.Harmony.Rendering;

/// <summary>
/// JSON on one line without spaces, with only the escapes JSON demands: what a model reads most easily. Numbers and the
/// order of properties stay as they were written.
/// </summary>
internal static class CompactJson
{
    public static string Of(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var first = true;
                foreach (var item in element.EnumerateArray())
                {
                    text.Append(first ? "" : ",");
                    first = false;
                    Append(text, item);
                }
                text.Append(']');
                break;
            case JsonValueKind.String:
                AppendString(text, element.GetString()!);
                break;
            case JsonValueKind.Undefined:
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element)
    {
        text.Append('{');
        var first = true;
        foreach (var property in element.EnumerateObject())
        {
            text.Append(first ? "" : ",");
            first = false;
            AppendString(text, property.Name);
            text.Append(':');
            Append(text, property.Value);
        }
        text.Append('}');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
        text.Append('"');
    }
}
