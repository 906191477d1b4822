using System.Globalization;
using System.Text;

namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>A report as text for people: columns aligned with spaces, then what each reference is and how far the values spread.</summary>
internal static class ReportTable
{
    private const string None = "-";
    private static readonly string[] _headers = ["figure", "value", "unit", "reference", "ratio", "goal", "holds"];

    public static string Of(BenchmarkReport report)
    {
        List<string[]> rows = [_headers, .. report.Figures.Select(Row)];
        var widths = _headers.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        text.Append("machine: ").Append(report.Machine).Append('\n');
        text.Append("model:   ").Append(report.Model ?? "none").Append("\n\n");
        foreach (var row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            text.Append('\n');
        }

        text.Append('\n');
        foreach (var figure in report.Figures)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{figure.Name}: median of {figure.Value.Count}, {Number(figure.Value.Lowest)} to {Number(figure.Value.Highest)}"
            );
            text.Append(figure.Reference is null ? "; no reference ran: " : "; reference: ");
            text.Append(figure.Remark).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Row(Figure figure) =>
        [
            figure.Name,
            Number(figure.Value.Median),
            figure.Unit,
            figure.Reference is { } reference ? Number(reference.Median) : None,
            figure.Ratio is { } ratio ? Number(ratio) : None,
            figure.Goal?.ToString() ?? None,
            figure.Holds switch
            {
                true => "yes",
                false => "no",
                null => None,
            },
        ];

    // Three digits are what a measurement is worth.
    private static string Number(double value) =>
        value.ToString(
            Math.Abs(value) switch
            {
                >= 100 => "0",
                >= 10 => "0.0",
                _ => "0.00",
            },
            CultureInfo.InvariantCulture
        );
}
