using System.CommandLine;
using System.CommandLine.Parsing;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client.Settings;

namespace GptOssDev.Cli;

/// <summary>Tells in one line what is wrong with a command line and what was probably meant.</summary>
internal static class UsageError
{
    public static int Report(ParseResult parse, RootCommand root, TerminalOutput screen)
    {
        var command = parse.CommandResult.Command;
        var help = Path(parse.CommandResult) + " --help";
        screen.Fail(Message(parse, command, root, help));
        return ExitCodes.BadInput;
    }

    private static string Message(ParseResult parse, Command command, RootCommand root, string help)
    {
        var unknown = parse.UnmatchedTokens.Count > 0 ? parse.UnmatchedTokens[0] : null;
        if (unknown is null)
        {
            var isBare = command.Subcommands.Count > 0 && command.Action is null;
            return isBare ? $"say what to do: {string.Join(", ", Names(command))}; {help} tells more"
                : Missing(parse, command) is { } missing ? $"{Shown(command, root)} needs {missing}; see {help}"
                : $"{parse.Errors[0].Message.TrimEnd('.')}; see {help}";
        }

        if (unknown.StartsWith('-'))
        {
            var near = Suggestion.Closest(unknown, OptionNames(command, root));
            return $"{Shown(command, root)} has no option '{unknown}'{DidYouMean(near)}; see {help}";
        }

        if (command.Subcommands.Count > 0)
        {
            var near = Suggestion.Closest(unknown, Names(command));
            var name = command == root ? "there is no command" : $"{Shown(command, root)} has no command";
            return $"{name} '{unknown}'{DidYouMean(near)}; see {help}";
        }

        return $"'{unknown}' is one argument too many for {Shown(command, root)}; quote text with spaces, or see {help}";
    }

    private static string? Missing(ParseResult parse, Command command) =>
        command
            .Arguments.FirstOrDefault(argument =>
                argument.Arity.MinimumNumberOfValues > 0 && parse.GetResult(argument) is null or { Tokens.Count: 0 }
            )
            ?.Name;

    private static string DidYouMean(string? near) => near is null ? "" : $", did you mean '{near}'?";

    private static string Shown(Command command, RootCommand root) => command == root ? "gptoss" : command.Name;

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name);

    private static IEnumerable<string> OptionNames(Command command, RootCommand root) =>
        command.Options.Concat(root.Options.Where(option => option.Recursive)).Select(option => option.Name);

    private static string Path(CommandResult result)
    {
        var path = result.Command is RootCommand ? "gptoss" : result.Command.Name;
        for (var parent = result.Parent; parent is CommandResult above; parent = above.Parent)
        {
            path = $"{(above.Command is RootCommand ? "gptoss" : above.Command.Name)} {path}";
        }

        return path;
    }
}
