using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss explain</c>: explains code, streamed.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandHost host)
    {
        var subject = new SubjectArguments();
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "explain",
            "Explain a file, some of its lines, or a symbol.",
            "gptoss explain src/Cart.cs:12-28",
            "gptoss explain --symbol Cart.Total",
            "git show HEAD:src/Cart.cs | gptoss explain -"
        );
        subject.AddTo(command);
        command.Add(json);
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var about = await subject.ReadAsync(parse, invocation, cancellationToken);
                var isJson = parse.GetValue(json);
                var parameters = new ExplainParams(
                    about.Path,
                    about.Lines,
                    about.Symbol,
                    about.Text,
                    // Only a symbol has to be looked up in loaded projects.
                    invocation.ScopeFor(about.Root, about.Path, mayAsk: !isJson && about.Symbol is not null),
                    invocation.GenerationFor(about.Root)
                );
                return await StreamingAnswer.RunAsync(
                    invocation,
                    DaemonMethods.Explain,
                    token => parameters with { PartialResultToken = token },
                    isJson,
                    cancellationToken
                );
            }
        );
    }
}
