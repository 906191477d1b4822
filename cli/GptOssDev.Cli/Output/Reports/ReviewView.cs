using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output.Reports;

/// <summary>Shows a review to a person, or writes it as text or as one JSON object.</summary>
internal static class ReviewView
{
    public static void Show(TerminalOutput screen, ReviewResult result)
    {
        foreach (var finding in result.Findings)
        {
            screen.Write(Place(finding), TextStyle.Bold);
            screen.Write("  ");
            screen.Write(finding.Severity, StyleOf(finding.Severity));
            screen.WriteLine(Origin(finding));
            foreach (var line in Body(finding))
            {
                screen.WriteLine("    " + line);
            }

            screen.WriteLine();
        }

        screen.WriteLine(Summary(result));
        screen.Flush();
        screen.Note(TimingText.Line(result.Timings));
    }

    /// <summary>The same text without colours, for a file.</summary>
    public static string Text(ReviewResult result)
    {
        var text = new StringBuilder();
        foreach (var finding in result.Findings)
        {
            text.Append(Place(finding)).Append("  ").Append(finding.Severity).Append(Origin(finding)).Append('\n');
            foreach (var line in Body(finding))
            {
                text.Append("    ").Append(line).Append('\n');
            }

            text.Append('\n');
        }

        return text.Append(Summary(result)).Append('\n').ToString();
    }

    public static string Json(ReviewResult result)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            JsonSerializer.Serialize(writer, result with { Notice = null }, ProtocolJson.Default.ReviewResult);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    public static string Summary(ReviewResult result)
    {
        if (result.Findings.Count == 0)
        {
            return result.Complete ? "no findings" : "no findings in what was reviewed";
        }

        var parts = new List<string>();
        foreach (var severity in (string[])["error", "warning", "note"])
        {
            var count = result.Findings.Count(finding => finding.Severity == severity);
            if (count > 0)
            {
                parts.Add(Counted(count, severity));
            }
        }

        return $"{Counted(result.Findings.Count, "finding")}: {string.Join(", ", parts)}";
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Place(Finding finding) =>
        finding.StartLine == finding.EndLine
            ? $"{finding.Path}:{finding.StartLine}"
            : $"{finding.Path}:{finding.StartLine}-{finding.EndLine}";

    private static string Origin(Finding finding) => $"  {finding.Rule}  ({finding.Witness}, {finding.Source})";

    private static string[] Body(Finding finding)
    {
        var text = finding.Suggestion is { Length: > 0 } suggestion
            ? $"{finding.Message}\nsuggestion: {suggestion}"
            : finding.Message;
        return text.ReplaceLineEndings("\n").Split('\n');
    }

    private static TextStyle StyleOf(string severity) =>
        severity switch
        {
            "error" => TextStyle.Red,
            "warning" => TextStyle.Yellow,
            _ => TextStyle.Cyan,
        };
}
