using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GptOssDev.Client;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output.Reports;

/// <summary>Writes findings as SARIF 2.1.0 (OASIS), as code scanning services read it.</summary>
internal static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    public static string Write(ReviewResult result)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", Schema);
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            WriteRun(writer, result);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteRun(Utf8JsonWriter writer, ReviewResult result)
    {
        List<string> rules =
        [
            .. result.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal),
        ];
        writer.WriteStartObject();
        WriteTool(writer, rules);
        writer.WriteString("columnKind", "utf16CodeUnits");
        WriteInvocation(writer, result);
        writer.WriteStartArray("results");
        foreach (var finding in result.Findings)
        {
            WriteResult(writer, finding, rules.IndexOf(finding.Rule));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter writer, List<string> rules)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "gptoss");
        writer.WriteString("semanticVersion", ProductVersion.Current);
        writer.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule);
            WriteText(writer, "shortDescription", rule.Replace('-', ' '));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter writer, ReviewResult result)
    {
        writer.WriteStartArray("invocations");
        writer.WriteStartObject();
        writer.WriteBoolean("executionSuccessful", result.Complete);
        writer.WriteStartArray("toolExecutionNotifications");
        foreach (var skipped in result.Skipped)
        {
            writer.WriteStartObject();
            writer.WriteString("level", "warning");
            WriteText(writer, "message", $"Not reviewed: {skipped.Path}: {skipped.Why}");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter writer, Finding finding, int rule)
    {
        writer.WriteStartObject();
        writer.WriteString("ruleId", finding.Rule);
        writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", finding.Severity is "error" or "warning" ? finding.Severity : "note");
        WriteText(writer, "message", finding.Message);
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", Uri(finding.Path));
        if (!Path.IsPathRooted(finding.Path))
        {
            writer.WriteString("uriBaseId", "%SRCROOT%");
        }

        writer.WriteEndObject();
        writer.WriteStartObject("region");
        // The format counts lines from 1; a finding on a whole file starts at its first.
        writer.WriteNumber("startLine", Math.Max(1, finding.StartLine));
        writer.WriteNumber("endLine", Math.Max(Math.Max(1, finding.StartLine), finding.EndLine));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("partialFingerprints");
        writer.WriteString("gptossFinding/v1", finding.Fingerprint);
        writer.WriteEndObject();
        writer.WriteStartObject("properties");
        writer.WriteString("witness", finding.Witness);
        writer.WriteString("source", finding.Source);
        if (finding.Suggestion is { } suggestion)
        {
            writer.WriteString("suggestion", suggestion);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string Uri(string path)
    {
        if (Path.IsPathRooted(path))
        {
            return new Uri(path).AbsoluteUri;
        }

        return string.Join('/', path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
    }
}
