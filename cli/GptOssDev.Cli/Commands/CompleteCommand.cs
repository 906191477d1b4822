using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Input;
using GptOssDev.Cli.Output;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss complete</c>: inline completion at a cursor.</summary>
internal static class CompleteCommand
{
    private const int MostCandidates = 8;

    public static Command Create(CommandHost host)
    {
        var target = new Argument<string>("FILE:LINE:COL")
        {
            Description = "The cursor, counted from 1 as editors show it; '-' as FILE reads standard input.",
        };
        var count = new Option<int?>("--n") { HelpName = "K", Description = "How many candidates, 1 to 8." };
        var stdin = CommonOptions.Flag("--stdin", "Take the buffer's text from standard input.");
        var noVerify = CommonOptions.Flag("--no-verify", "Show what the model writes, unchecked.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "complete",
            "Complete the code at a cursor; the compiler has checked what is shown.",
            "gptoss complete src/Program.cs:12:9",
            "gptoss complete src/Program.cs:12:9 --stdin < buffer.cs",
            "gptoss complete src/Program.cs:12:9 --n 3 --json"
        )
        {
            target,
            count,
            stdin,
            noVerify,
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var candidates = parse.GetValue(count);
                if (candidates is < 1 or > MostCandidates)
                {
                    throw CliException.BadInput($"--n: {candidates} is not between 1 and {MostCandidates}");
                }

                var named = parse.GetRequiredValue(target);
                var file = invocation.Targets.ParsePosition(named);
                string? text = null;
                if (parse.GetValue(stdin) || file.IsStandardInput)
                {
                    text = await invocation.Input.ReadAsync("text", cancellationToken);
                }
                else
                {
                    InputFiles.Require(file.Path, named[..named.LastIndexOf(':', named.LastIndexOf(':') - 1)]);
                }

                var isJson = parse.GetValue(json);
                var root = invocation.RootFor(file.Path);
                var parameters = new CompleteParams(
                    file.Path,
                    file.Position,
                    text,
                    candidates,
                    parse.GetValue(noVerify) ? false : null,
                    invocation.ScopeFor(root, file.Path, mayAsk: !isJson),
                    invocation.GenerationFor(root)
                );
                var result = await DaemonCall.RunAsync(
                    invocation,
                    DaemonMethods.Complete,
                    parameters,
                    "completing",
                    cancellationToken
                );
                return Show(invocation, result, isJson);
            }
        );
    }

    private static int Show(Invocation invocation, CompleteResult result, bool isJson)
    {
        invocation.TellOnce(result.Notice);
        if (isJson)
        {
            invocation.Screen.WriteJson(result with { Notice = null }, ProtocolJson.Default.CompleteResult);
        }
        else
        {
            CompletionView.Show(invocation.Screen, result);
        }

        if (result.Items.Count > 0)
        {
            return ExitCodes.Done;
        }

        invocation.Screen.Flush();
        invocation.Screen.Fail($"no completion: {result.Reason ?? "the model had none that compiles"}");
        return ExitCodes.No;
    }
}
