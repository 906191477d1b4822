using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss eval</c>: measures the model and the product on a repository, offline.</summary>
internal static class EvalCommand
{
    // A line now and then where nothing can be drawn over.
    private const int LineEvery = 10;

    public static Command Create(CommandHost host) =>
        new CliCommand(
            "eval",
            "Measure the model and the product on a repository.",
            "gptoss eval completion",
            "gptoss eval completion --repo ~/code/shop --n 400 --json"
        )
        {
            CreateCompletion(host),
        };

    private static CliCommand CreateCompletion(CommandHost host)
    {
        var repo = new Option<string?>("--repo")
        {
            HelpName = "DIR",
            Description = "The repository; here when left out.",
        };
        var count = new Option<int?>("--n") { HelpName = "N", Description = "How many cursor positions are replayed." };
        var candidates = new Option<int?>("--candidates")
        {
            HelpName = "K",
            Description = "Candidates that the compiler chooses from, 1 to 8.",
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "completion",
            "Hide code of a repository's own files, have it completed again, and tell how often that compiles.",
            "gptoss eval completion --n 100",
            "gptoss eval completion --repo ~/code/shop --seed 7 --json"
        )
        {
            repo,
            count,
            candidates,
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var isJson = parse.GetValue(json);
                var root = Root(invocation, parse.GetValue(repo));
                var scope = invocation.ScopeFor(root, null, mayAsk: !isJson);
                var options = invocation.GenerationFor(root);
                var result = await DaemonCall.StreamAsync(
                    invocation,
                    DaemonMethods.Eval,
                    token => new EvalParams(
                        "completion",
                        scope,
                        parse.GetValue(count),
                        parse.GetValue(candidates),
                        options,
                        token
                    ),
                    DaemonMethods.EvalProgress,
                    progress => Tell(invocation, progress),
                    "loading the repository and the model",
                    cancellationToken
                );
                invocation.TellOnce(result.Notice);
                if (isJson)
                {
                    invocation.Screen.WriteJson(result with { Notice = null }, DaemonMethods.Eval.Result);
                }
                else
                {
                    EvalView.Show(invocation.Screen, invocation.Context, result);
                }

                return ExitCodes.Done;
            }
        );
    }

    private static string Root(Invocation invocation, string? named)
    {
        if (named is null)
        {
            return invocation.RootFor(null);
        }

        var root = named.Length == 0 ? "" : Path.GetFullPath(named, invocation.Context.WorkingDirectory);
        return Directory.Exists(root) ? root : throw CliException.BadInput($"--repo: there is no folder '{named}'");
    }

    private static void Tell(Invocation invocation, EvalProgress progress)
    {
        var text = $"{progress.Done} of {progress.Total} positions";
        if (invocation.Context.ErrorIsTerminal && !invocation.Screen.Quiet)
        {
            invocation.Screen.Prompt(progress.Done == progress.Total ? $"\r{text}\n" : $"\r{text}");
        }
        else if (progress.Done % LineEvery == 0 || progress.Done == progress.Total)
        {
            invocation.Screen.Note(text);
        }
    }
}
