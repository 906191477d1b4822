using System.CommandLine;

namespace GptOssDev.Cli.Commands;

/// <summary>Options that several commands take in the same form.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() =>
        new("--json") { Description = "Print one JSON object and nothing else on standard output." };
}
