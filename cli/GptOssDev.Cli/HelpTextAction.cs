using System.CommandLine;
using System.CommandLine.Invocation;

namespace GptOssDev.Cli;

/// <summary>Prints a command's help: what it does, how it is written, its options, examples.</summary>
/// <param name="width">Columns to wrap at.</param>
/// <param name="isAsked">Whether the user asked for it, whatever else is on the command line.</param>
internal sealed class HelpTextAction(int width, bool isAsked) : SynchronousCommandLineAction
{
    private const int WidestTerm = 30;

    public override bool ClearsParseErrors => isAsked;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        output.WriteLine(command.Description);
        WriteUsage(output, command);
        WriteRows(output, "Arguments", [.. command.Arguments.Select(Row)]);
        WriteRows(output, "Commands", [.. command.Subcommands.Where(IsShown).Select(Row)]);
        var own = command.Options.Where(option => IsShown(option) && !option.Recursive);
        WriteRows(output, "Options", [.. own.Select(Row)]);
        var global = parseResult.RootCommandResult.Command.Options.Where(option => IsShown(option) && option.Recursive);
        WriteRows(output, "Options of every command", [.. global.Select(Row)]);
        WriteExamples(output, command);
        if (command is RootCommand)
        {
            output.WriteLine();
            output.WriteLine("Start with 'gptoss demo'. 'gptoss COMMAND --help' has examples of each command.");
        }

        return ExitCodes.Done;
    }

    private static bool IsShown(Symbol symbol) => !symbol.Hidden;

    private static (string Term, string Text) Row(Argument argument) =>
        (Placeholder(argument), argument.Description ?? "");

    private static (string Term, string Text) Row(Command command) => (command.Name, command.Description ?? "");

    private static (string Term, string Text) Row(Option option)
    {
        var names = option.Aliases.Where(alias => alias is "-h" or "-n").Append(option.Name);
        var term = string.Join(", ", names);
        var takesValue = option.Arity.MaximumNumberOfValues > 0;
        return (takesValue ? $"{term} {option.HelpName ?? "VALUE"}" : term, option.Description ?? "");
    }

    private static string Placeholder(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private static void WriteUsage(TextWriter output, Command command)
    {
        var path = command is RootCommand ? "gptoss" : command.Name;
        for (
            var parent = command.Parents.FirstOrDefault();
            parent is not null;
            parent = parent.Parents.FirstOrDefault()
        )
        {
            path = $"{(parent is RootCommand ? "gptoss" : parent.Name)} {path}";
        }

        var parts = new List<string> { path };
        if (command.Subcommands.Count > 0)
        {
            parts.Add("COMMAND");
        }

        foreach (var argument in command.Arguments)
        {
            var name = Placeholder(argument);
            parts.Add(argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name);
        }

        parts.Add("[OPTIONS]");
        output.WriteLine();
        output.WriteLine("Usage: " + string.Join(' ', parts));
    }

    private static void WriteExamples(TextWriter output, Command command)
    {
        if (command is not CliCommand { Examples.Count: > 0 } documented)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in documented.Examples)
        {
            output.WriteLine("  " + example);
        }
    }

    private void WriteRows(TextWriter output, string title, IReadOnlyList<(string Term, string Text)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(title + ":");
        var column = Math.Min(rows.Max(row => row.Term.Length), WidestTerm) + 4;
        foreach (var (term, text) in rows)
        {
            output.Write("  " + term.PadRight(column - 2));
            if (term.Length > column - 4)
            {
                output.WriteLine();
                output.Write(new string(' ', column));
            }

            WriteWrapped(output, text, column);
        }
    }

    private void WriteWrapped(TextWriter output, string text, int indent)
    {
        var room = Math.Max(20, width - indent);
        var used = 0;
        foreach (var word in text.Split(' '))
        {
            if (used > 0 && used + 1 + word.Length > room)
            {
                output.WriteLine();
                output.Write(new string(' ', indent));
                used = 0;
            }

            if (used > 0)
            {
                output.Write(' ');
                used++;
            }

            output.Write(word);
            used += word.Length;
        }

        output.WriteLine();
    }
}
