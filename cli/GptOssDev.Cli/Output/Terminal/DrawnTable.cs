using Spectre.Console;

namespace GptOssDev.Cli.Output.Terminal;

/// <summary>Draws a table on a terminal. The only user of the drawing library, which is loaded with it.</summary>
internal static class DrawnTable
{
    public static void Show(CliContext context, IReadOnlyList<string> headers, IReadOnlyList<string[]> rows)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(context.Out),
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.Standard,
                Interactive = InteractionSupport.No,
            }
        );
        console.Profile.Width = context.Width;
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var header in headers)
        {
            table.AddColumn(
                new TableColumn(
                    new Markup(Markup.Escape(header), new Spectre.Console.Style(decoration: Decoration.Bold))
                )
            );
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(TerminalText.Clean(cell))));
        }

        console.Write(table);
    }
}
