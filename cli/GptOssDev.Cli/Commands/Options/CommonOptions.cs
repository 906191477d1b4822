using System.CommandLine;

namespace GptOssDev.Cli.Commands.Options;

/// <summary>Options that several commands take in the same form.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => Flag("--json", "Print one JSON object and nothing else on standard output.");

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };
}
