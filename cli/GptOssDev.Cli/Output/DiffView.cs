using GptOssDev.Cli.Output.Terminal;

namespace GptOssDev.Cli.Output;

/// <summary>Prints a unified diff, coloured on a terminal.</summary>
internal static class DiffView
{
    public static void Show(TerminalOutput screen, string diff)
    {
        if (!screen.OutputHasColour)
        {
            screen.Write(diff.EndsWith('\n') || diff.Length == 0 ? diff : diff + "\n");
            return;
        }

        foreach (var line in diff.TrimEnd('\n').Split('\n'))
        {
            screen.WriteLine(line.TrimEnd('\r'), StyleOf(line));
        }
    }

    private static TextStyle StyleOf(string line) =>
        line switch
        {
            _ when line.StartsWith("+++", StringComparison.Ordinal) => TextStyle.Bold,
            _ when line.StartsWith("---", StringComparison.Ordinal) => TextStyle.Bold,
            _ when line.StartsWith("@@", StringComparison.Ordinal) => TextStyle.Cyan,
            _ when line.StartsWith('+') => TextStyle.Green,
            _ when line.StartsWith('-') => TextStyle.Red,
            _ => TextStyle.Plain,
        };
}
