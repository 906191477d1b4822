using System.Text;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output.Reports;

/// <summary>
/// Writes findings as GitHub Actions workflow commands, which GitHub shows on the changed lines. Escaping as its runner
/// undoes it: in a message percent and line ends, in a property colon and comma too.
/// </summary>
internal static class GitHubReport
{
    public static string Write(ReviewResult result)
    {
        var text = new StringBuilder();
        foreach (var finding in result.Findings)
        {
            text.Append("::")
                .Append(Command(finding.Severity))
                .Append(" file=")
                .Append(Property(finding.Path.Replace('\\', '/')))
                .Append(",line=")
                .Append(finding.StartLine)
                .Append(",endLine=")
                .Append(finding.EndLine)
                .Append(",title=")
                .Append(Property(finding.Rule))
                .Append("::")
                .Append(Data(Message(finding)))
                .Append('\n');
        }

        return text.ToString();
    }

    private static string Command(string severity) =>
        severity switch
        {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };

    private static string Message(Finding finding) =>
        finding.Suggestion is { Length: > 0 } suggestion
            ? $"{finding.Message}\nSuggestion: {suggestion}"
            : finding.Message;

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
