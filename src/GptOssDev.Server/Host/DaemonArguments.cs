namespace GptOssDev.Server.Host;

/// <summary>The command line of the daemon. Pure.</summary>
/// <param name="Problem">One line when the arguments make no sense, else null.</param>
internal sealed record DaemonArguments(DaemonMode Mode, string? Problem = null)
{
    public const string Usage = "usage: gptossd [--socket | --foreground | --stdio]";

    public static DaemonArguments Parse(IReadOnlyList<string> arguments)
    {
        DaemonMode? mode = null;
        foreach (var argument in arguments)
        {
            DaemonMode? named = argument switch
            {
                "--socket" => DaemonMode.Socket,
                "--foreground" => DaemonMode.Foreground,
                "--stdio" => DaemonMode.Stdio,
                _ => null,
            };
            if (named is null)
            {
                return new DaemonArguments(DaemonMode.Socket, $"{argument} is no option of gptossd; {Usage}");
            }
            if (mode is not null && mode != named)
            {
                return new DaemonArguments(DaemonMode.Socket, $"only one mode can be given; {Usage}");
            }
            mode = named;
        }
        return new DaemonArguments(mode ?? DaemonMode.Socket);
    }
}
