using System.CommandLine;
using GptOssDev.Cli.Commands;
using GptOssDev.Cli.Daemon;

namespace GptOssDev.Cli;

/// <summary>Puts the commands together.</summary>
internal static class CommandTree
{
    public static RootCommand Build(CliContext context, IDaemonConnector connector)
    {
        var globals = new GlobalOptions();
        var host = new CommandHost(context, connector, globals);
        var root = new RootCommand("A local, compiler-checked assistant for C# developers.");
        foreach (var option in globals.All)
        {
            root.Add(option);
        }

        root.Add(DemoCommand.Create(host));
        root.Add(CompleteCommand.Create(host));
        root.Add(ExplainCommand.Create(host));
        root.Add(AskCommand.Create(host));
        root.Add(RefactorCommand.Create(host));
        root.Add(ReviewCommand.Create(host));
        root.Add(ServeCommand.Create(host));
        root.Add(StopCommand.Create(host));
        root.Add(StatusCommand.Create(host));
        root.Add(LogsCommand.Create(host));
        root.Add(ModelCommand.Create(host));
        root.Add(DoctorCommand.Create(host));
        root.Add(ConfigCommand.Create(host));
        root.Add(LspCommand.Create(host));
        root.Add(CompletionsCommand.Create(host));
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
