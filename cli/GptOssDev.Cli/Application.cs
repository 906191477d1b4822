using System.CommandLine;
using System.CommandLine.Invocation;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;

namespace GptOssDev.Cli;

/// <summary>The program: reads a command line, runs its command, returns the exit code.</summary>
internal sealed class Application(CliContext context, IDaemonConnector connector)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var root = CommandTree.Build(context, connector);
        var parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            return UsageError.Report(parse, root, new Screen(context));
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
            var exitCode = await parse.InvokeAsync(configuration, cancellation);
            new Screen(context).Flush();
            return exitCode;
        }
        catch (CliException problem) when (problem.Reason == CliFailure.OutputClosed)
        {
            return problem.ExitCode;
        }
        catch (IOException)
        {
            // Help or version text for a reader who has gone.
            return ExitCodes.OutputClosed;
        }
    }
}
