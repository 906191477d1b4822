using System.CommandLine;
using GptOssDev.Cli.Commands;
using GptOssDev.Cli.Daemon;

namespace GptOssDev.Cli;

/// <summary>Puts the commands together.</summary>
internal static class CommandTree
{
    /// <summary>In the order they are shown.</summary>
    private static readonly (string Name, Func<CommandHost, Command> Create)[] _commands =
    [
        ("demo", DemoCommand.Create),
        ("complete", CompleteCommand.Create),
        ("explain", ExplainCommand.Create),
        ("ask", AskCommand.Create),
        ("refactor", RefactorCommand.Create),
        ("review", ReviewCommand.Create),
        ("serve", ServeCommand.Create),
        ("stop", StopCommand.Create),
        ("status", StatusCommand.Create),
        ("logs", LogsCommand.Create),
        ("model", ModelCommand.Create),
        ("backend", BackendCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("bench", BenchCommand.Create),
        ("stats", StatsCommand.Create),
        ("eval", EvalCommand.Create),
        ("config", ConfigCommand.Create),
        ("lsp", LspCommand.Create),
        ("completions", CompletionsCommand.Create),
    ];

    /// <summary>
    /// Builds the commands a command line may need: the one its first word names, else all of them. Making them all costs a
    /// good part of the start-up time.
    /// </summary>
    public static RootCommand Build(CliContext context, IDaemonConnector connector, IReadOnlyList<string> arguments)
    {
        var word = arguments.Count > 0 ? arguments[0] : null;
        var first = _commands.Any(command => command.Name == word) ? word : null;
        var globals = new GlobalOptions();
        var host = new CommandHost(context, connector, globals);
        var root = new RootCommand("A local, compiler-checked assistant for C# developers.");
        foreach (var option in globals.All)
        {
            root.Add(option);
        }

        foreach (var (name, create) in _commands)
        {
            if (first is null || first == name)
            {
                root.Add(create(host));
            }
        }

        UseOwnTexts(root, context);
        return root;
    }

    private static void UseOwnTexts(RootCommand root, CliContext context)
    {
        foreach (var option in root.Options)
        {
            if (option is System.CommandLine.Help.HelpOption help)
            {
                help.Description = "Show this help.";
                help.Action = new HelpTextAction(context.Width, isAsked: true);
                root.Action = new HelpTextAction(context.Width, isAsked: false);
            }
            else if (option is VersionOption version)
            {
                version.Description = "Show the version.";
                version.Action = new VersionAction();
            }
        }
    }
}
