using System.CommandLine;
using GptOssDev.Cli.Input;
using GptOssDev.Client.Settings;

namespace GptOssDev.Cli;

/// <summary>The options every command takes, and their values on one command line.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> _model = Text("--model", "NAME|PATH", "Model to use, by name or path.");
    private readonly Option<string?> _effort = Text("--effort", "low|medium|high", "How much the model reasons first.");
    private readonly Option<string?> _root = Text("--root", "DIR", "Folder to work in; else the repository around it.");
    private readonly Option<string?> _seed = Text("--seed", "N", "Makes answers with a temperature repeatable.");
    private readonly Option<string?> _temperature = Text("--temperature", "X", "Randomness, 0 (none) to 2.");
    private readonly Option<bool> _offline = Flag("--offline", "Never touch the network.");
    private readonly Option<bool> _noDaemon = Flag(
        "--no-daemon",
        "Use a daemon of one's own that ends with the command."
    );
    private readonly Option<bool> _trust = Flag("--trust", "Let the project's own build code run, this once.");
    private readonly Option<bool> _quiet = Flag("--quiet", "Results only.");
    private readonly Option<bool> _verbose = Flag("--verbose", "More detail on the error stream.");

    /// <summary>In the order they are shown.</summary>
    public IReadOnlyList<Option> All =>
        [_model, _effort, _root, _seed, _temperature, _trust, _offline, _noDaemon, _quiet, _verbose];

    /// <summary>Reads the values. Throws a <see cref="CliException"/> for one that cannot be.</summary>
    public GlobalValues Read(ParseResult parse, string workingDirectory)
    {
        var flags = new Dictionary<SettingKey, string>();
        Take(_model, SettingKeys.Model);
        Take(_effort, SettingKeys.Effort);
        Take(_seed, SettingKeys.Seed);
        Take(_temperature, SettingKeys.Temperature);
        if (flags.TryGetValue(SettingKeys.Model, out var name))
        {
            flags[SettingKeys.Model] = ModelArgument.Whole(name, workingDirectory);
        }

        return new GlobalValues(
            flags,
            ReadRoot(parse.GetValue(_root), workingDirectory),
            parse.GetValue(_trust),
            parse.GetValue(_offline),
            parse.GetValue(_noDaemon),
            parse.GetValue(_quiet),
            parse.GetValue(_verbose)
        );

        void Take(Option<string?> option, SettingKey key)
        {
            if (parse.GetValue(option) is not { } text)
            {
                return;
            }

            if (key.Normalize(text, out var value) is { } problem)
            {
                throw CliException.BadInput($"{option.Name}: '{text}' {problem}");
            }

            flags[key] = value;
        }
    }

    private static string? ReadRoot(string? text, string workingDirectory)
    {
        if (text is null)
        {
            return null;
        }

        var folder = text.Length == 0 ? "" : Path.GetFullPath(text, workingDirectory);
        return Directory.Exists(folder)
            ? Path.TrimEndingDirectorySeparator(folder)
            : throw CliException.BadInput($"--root: there is no folder '{text}'");
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name)
        {
            HelpName = help,
            Description = description,
            Recursive = true,
            Arity = ArgumentArity.ExactlyOne,
        };

    private static Option<bool> Flag(string name, string description) =>
        new(name)
        {
            Description = description,
            Recursive = true,
            Arity = ArgumentArity.Zero,
        };
}

/// <summary>The global options' values on one command line.</summary>
/// <param name="Flags">Settings given as options.</param>
/// <param name="Root">Absolute, and exists.</param>
internal sealed record GlobalValues(
    IReadOnlyDictionary<SettingKey, string> Flags,
    string? Root,
    bool Trust,
    bool Offline,
    bool NoDaemon,
    bool Quiet,
    bool Verbose
);
