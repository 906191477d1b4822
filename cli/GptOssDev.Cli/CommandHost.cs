using System.CommandLine;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client;
using GptOssDev.Client.Settings;
using GptOssDev.Contracts;

namespace GptOssDev.Cli;

/// <summary>
/// Runs a command's action and turns every failure into one line on the error stream and an exit code. It is the only
/// place where the unexpected is caught.
/// </summary>
internal sealed class CommandHost(CliContext context, IDaemonConnector connector, GlobalOptions globals)
{
    /// <summary>Makes the command run an action.</summary>
    public T Handle<T>(T command, Func<ParseResult, Invocation, CancellationToken, Task<int>> action)
        where T : Command
    {
        command.SetAction((parse, cancellationToken) => RunAsync(parse, action, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parse,
        Func<ParseResult, Invocation, CancellationToken, Task<int>> action,
        CancellationToken cancellationToken
    )
    {
        var screen = new TerminalOutput(context);
        try
        {
            var global = globals.Read(parse, context.WorkingDirectory);
            screen = new TerminalOutput(context, global.Quiet, global.Verbose);
            var exitCode = await action(parse, new Invocation(context, connector, global, screen), cancellationToken);
            screen.Flush();
            return exitCode;
        }
#pragma warning disable CA1031 // The last line of defence: a person gets one line and an exit code, with --verbose the rest.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            return Fail(screen, problem, cancellationToken);
        }
    }

    private static int Fail(TerminalOutput screen, Exception problem, CancellationToken cancellationToken)
    {
        var exitCode = ExitCodeOf(problem, cancellationToken);
        if (exitCode is ExitCodes.Interrupted or ExitCodes.OutputClosed)
        {
            return exitCode;
        }

        TryFlush(screen);
        screen.Fail(MessageOf(problem));
        screen.Detail(problem.ToString());
        return exitCode;
    }

    /// <summary>What was said before the failure comes before its line.</summary>
    private static void TryFlush(TerminalOutput screen)
    {
        try
        {
            screen.Flush();
        }
        catch (CliException)
        {
            // The failure that is being told matters more.
        }
    }

    private static int ExitCodeOf(Exception problem, CancellationToken cancellationToken) =>
        problem switch
        {
            _ when cancellationToken.IsCancellationRequested => ExitCodes.Interrupted,
            CliException failure => failure.ExitCode,
            SettingsException { Reason: SettingsFailure.FileAccess } => ExitCodes.Environment,
            SettingsException => ExitCodes.BadInput,
            DaemonException { ErrorCode: ErrorCodes.BadInput } => ExitCodes.BadInput,
            DaemonException { ErrorCode: ErrorCodes.NoAnswer } => ExitCodes.No,
            _ => ExitCodes.Environment,
        };

    private static string MessageOf(Exception problem) =>
        problem switch
        {
            CliException or SettingsException => problem.Message,
            DaemonException { Reason: DaemonFailure.ConnectionLost } =>
                "the daemon stopped while answering; run the command again (gptoss logs tells why it stopped)",
            DaemonException { ErrorCode: ErrorCodes.MethodNotFound } =>
                $"the running daemon is of another version: {problem.Message}; gptoss stop, then run the command again",
            DaemonException { ErrorCode: ErrorCodes.InternalError } =>
                $"the daemon failed: {problem.Message} (gptoss logs has more)",
            DaemonException => problem.Message,
            OperationCanceledException => "the daemon cancelled the request; run the command again",
            _ => $"unexpected: {problem.Message} (--verbose tells more)",
        };
}
