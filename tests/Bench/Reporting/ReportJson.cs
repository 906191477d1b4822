using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>A report as JSON for programs. Every member is always there; null says that there is nothing to say.</summary>
internal static class ReportJson
{
    private static readonly JsonWriterOptions _options = new()
    {
        Indented = true,
        NewLine = "\n",
        // A goal's sign stays readable; nobody puts this into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(BenchmarkReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            json.WriteString("machine", report.Machine);
            json.WriteString("model", report.Model);
            json.WriteStartArray("figures");
            foreach (var figure in report.Figures)
            {
                Write(json, figure);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject();
        json.WriteString("name", figure.Name);
        json.WriteNumber("value", figure.Value.Median);
        json.WriteString("unit", figure.Unit);
        WriteNumber(json, "reference", figure.Reference?.Median);
        WriteNumber(json, "ratio", figure.Ratio);
        json.WriteString("goal", figure.Goal?.ToString());
        if (figure.Holds is { } holds)
        {
            json.WriteBoolean("holds", holds);
        }
        else
        {
            json.WriteNull("holds");
        }

        json.WriteNumber("samples", figure.Value.Count);
        json.WriteNumber("lowest", figure.Value.Lowest);
        json.WriteNumber("highest", figure.Value.Highest);
        json.WriteString("remark", figure.Remark);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
