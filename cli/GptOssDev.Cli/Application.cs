using System.CommandLine;
using System.CommandLine.Invocation;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output.Terminal;

namespace GptOssDev.Cli;

/// <summary>The program: reads a command line, runs its command, returns the exit code.</summary>
internal sealed class Application(CliContext context, IDaemonConnector connector)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // As git and its like have it: help COMMAND is COMMAND --help.
        if (arguments.Count > 0 && arguments[0] == "help")
        {
            arguments = [.. arguments.Skip(1), "--help"];
        }

        var root = CommandTree.Build(context, connector, arguments);
        var parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            return UsageError.Report(parse, root, new TerminalOutput(context));
        }

        var configuration = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            // The program itself turns signals into cancellation.
            ProcessTerminationTimeout = null,
        };
        try
        {
            var exitCode = await parse.InvokeAsync(configuration, cancellationToken);
            return exitCode == ExitCodes.Done ? FlushRest() : exitCode;
        }
        catch (IOException)
        {
            // A help text that nobody reads to its end, or a full disk; commands have their own screen.
            return FlushRest();
        }
    }

    /// <summary>Help and version texts are written past a command's own screen.</summary>
    private int FlushRest()
    {
        var screen = new TerminalOutput(context);
        try
        {
            screen.Flush();
            return ExitCodes.Done;
        }
        catch (CliException problem)
        {
            if (problem.Reason != CliFailure.OutputClosed)
            {
                screen.Fail(problem.Message);
            }

            return problem.ExitCode;
        }
    }
}
