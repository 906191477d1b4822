using GptOssDev.Cli.Output.Terminal;

namespace GptOssDev.Cli.Output;

/// <summary>Shows native libraries to a person.</summary>
internal static class BackendView
{
    public static void Show(TerminalOutput screen, CliContext context, BackendsOutput output)
    {
        var rows = output.Backends.Select(backend =>
            (string[])
                [
                    backend.Name == output.Used.Name ? backend.Name + " *" : backend.Name,
                    backend.State,
                    backend.Version ?? "",
                    backend.Bytes is { } bytes ? TimingText.Bytes(bytes) : "",
                    backend.Problem is { } problem ? TerminalText.OneLine(problem)
                    : backend.State == "available" ? backend.Command!
                    : "can run here",
                ]
        );
        Tables.Show(screen, context, ["name", "state", "version", "size", "here"], [.. rows]);
        screen.Flush();
        var used = output.Used;
        screen.Note(
            used.IsRefused
                ? $"no model can be loaded: {used.Problem}"
                : $"* is what a daemon that starts now uses: {used.Why}"
        );
        if (used is { IsRefused: false, Command: { } command })
        {
            screen.Note($"-> {command}");
        }
    }
}
