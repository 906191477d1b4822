using GptOssDev.Cli.Output.Terminal;

namespace GptOssDev.Cli.Daemon;

/// <summary>Says that the daemon was started in another environment than the command.</summary>
internal static class EnvironmentMismatch
{
    public const string Mend = "gptoss stop; the next command starts it with the variables of this one";

    // What they change, if anything, is how a message is worded and where temporary files lie.
    private static readonly string[] _minor = ["LANG", "LC_ALL", "LC_MESSAGES", "TMPDIR"];

    public static string What(IReadOnlyList<string> names) =>
        $"the daemon works with another {string.Join(", ", names)}: those of the command that started it";

    /// <summary>One line beside the result of any command, where the result may depend on it.</summary>
    public static void Tell(TerminalOutput screen, IReadOnlyList<string> names)
    {
        var major = names.Except(_minor).ToList();
        if (major.Count > 0)
        {
            screen.Note($"note: {What(major)}; to change that: {Mend}", TextStyle.Yellow);
        }
    }
}
