using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss model</c>: the models on this machine.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandHost host) =>
        new CliCommand(
            "model",
            "Show the models on this machine.",
            "gptoss model list",
            "gptoss model inspect gpt-oss-nano"
        )
        {
            CreateList(host),
            CreateInspect(host),
        };

    private static CliCommand CreateList(CommandHost host)
    {
        var json = CommonOptions.Json();
        var command = new CliCommand("list", "List the models that were found.", "gptoss model list --json") { json };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var result = await DaemonCall.RunAsync(
                    invocation,
                    DaemonMethods.ModelList,
                    new EmptyParams(),
                    "looking for models",
                    cancellationToken
                );
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(result, ProtocolJson.Default.ModelListResult);
                }
                else
                {
                    ModelView.ShowList(invocation.Screen, invocation.Context, result);
                }

                return ExitCodes.Done;
            }
        );
    }

    private static CliCommand CreateInspect(CommandHost host)
    {
        var name = new Argument<string?>("NAME|PATH")
        {
            Description = "A model's name or file; the default model when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "inspect",
            "Read a model file's header, without loading the model.",
            "gptoss model inspect gpt-oss-nano",
            "gptoss model inspect ~/models/gpt-oss-20b.gguf --json"
        )
        {
            name,
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var result = await DaemonCall.RunAsync(
                    invocation,
                    DaemonMethods.ModelInspect,
                    new ModelParams(Named(invocation, parse.GetValue(name))),
                    "reading the header",
                    cancellationToken
                );
                if (parse.GetValue(json))
                {
                    invocation.Screen.WriteJson(result, ProtocolJson.Default.ModelInspectResult);
                }
                else
                {
                    ModelView.ShowModel(invocation.Screen, invocation.Context, result);
                }

                return ExitCodes.Done;
            }
        );
    }

    /// <summary>The daemon works in another folder, so a path has to be whole.</summary>
    private static string? Named(Invocation invocation, string? given)
    {
        if (given is null)
        {
            return invocation.SettingsFor(invocation.RootFor(null)).Model;
        }

        if (given.Trim().Length == 0)
        {
            throw CliException.BadInput("the model's name is empty");
        }

        var path = Path.GetFullPath(given, invocation.Context.WorkingDirectory);
        var isPath = Path.Exists(path) || given.AsSpan().ContainsAny('/', '\\');
        return isPath ? path : given;
    }
}
