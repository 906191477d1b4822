using System.Text;

namespace GptOssDev.Cli.Output.Terminal;

/// <summary>Shows rows in columns: drawn on a terminal, aligned with spaces everywhere else.</summary>
internal static class Tables
{
    public static void Show(
        TerminalOutput screen,
        CliContext context,
        IReadOnlyList<string> headers,
        IReadOnlyList<string[]> rows
    )
    {
        if (screen.OutputHasColour)
        {
            screen.Flush();
            DrawnTable.Show(context, headers, rows);
            return;
        }

        var widths = headers.Select((header, column) => Math.Max(header.Length, Widest(rows, column))).ToArray();
        ShowRow(screen, headers, widths);
        foreach (var row in rows)
        {
            ShowRow(screen, row, widths);
        }
    }

    private static int Widest(IReadOnlyList<string[]> rows, int column) =>
        rows.Count == 0 ? 0 : rows.Max(row => row[column].Length);

    private static void ShowRow(TerminalOutput screen, IReadOnlyList<string> row, int[] widths)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Count; column++)
        {
            line.Append(row[column].PadRight(widths[column] + 2));
        }

        screen.WriteLine(line.ToString().TrimEnd());
    }
}
