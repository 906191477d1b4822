using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Doctor;

/// <summary>Shows checks to a person, each with its mend.</summary>
internal static class DoctorView
{
    public static void Show(TerminalOutput screen, IReadOnlyList<DoctorCheck> checks)
    {
        const int Column = 9;
        foreach (var check in checks)
        {
            screen.Write(check.State.PadRight(Column), StyleOf(check.State));
            screen.Write(check.Name, TextStyle.Bold);
            screen.WriteLine(": " + TerminalText.OneLine(check.Message));
            if (check.Mend is { Length: > 0 } mend)
            {
                screen.WriteLine(new string(' ', Column) + "-> " + TerminalText.OneLine(mend));
            }
        }

        var problems = checks.Count(check => check.State == "problem");
        screen.WriteLine();
        screen.WriteLine(
            problems switch
            {
                0 => "nothing is in the way",
                1 => "1 problem is in the way",
                _ => $"{problems} problems are in the way",
            }
        );
    }

    private static TextStyle StyleOf(string state) =>
        state switch
        {
            "ok" => TextStyle.Green,
            "warning" => TextStyle.Yellow,
            _ => TextStyle.Red,
        };
}
