using System.CommandLine;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Input;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss ask</c>: answers one question from files, what is piped in, and the repository.</summary>
internal static class AskCommand
{
    private const int MostFiles = 16;

    public static Command Create(CommandHost host)
    {
        var question = new Argument<string>("QUESTION") { Description = "The question, in quotes." };
        var files = new Argument<string[]>("FILE[:LINE[-LINE]]")
        {
            Description = "Files to answer from, at most 16. Files named in the question count too.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var noRepo = CommonOptions.Flag("--no-repo", "Answer without looking at the repository.");
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "ask",
            "Answer a question, with the sources it rests on. Piped standard input is extra context.",
            "gptoss ask \"Where is the price rounded?\" src/Cart.cs",
            "gptoss ask \"What does src/Cart.cs:12-28 do for an empty cart?\"",
            "dotnet build | gptoss ask \"Why does this not compile?\""
        )
        {
            question,
            files,
            noRepo,
            json,
        };
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var text = parse.GetRequiredValue(question).Trim();
                if (text.Length == 0)
                {
                    throw CliException.BadInput("the question is empty: gptoss ask \"QUESTION\"");
                }

                var (references, asksForInput) = Named(invocation, parse.GetValue(files) ?? []);
                var useRepository = !parse.GetValue(noRepo);
                if (useRepository)
                {
                    AddMentioned(invocation, text, references);
                }

                var context = asksForInput
                    ? await invocation.Input.ReadAsync("context", cancellationToken)
                    : await invocation.Input.TryReadAsync(cancellationToken);
                var root = invocation.RootFor(references.Count > 0 ? references[0].Path : null);
                var isJson = parse.GetValue(json);
                var parameters = new AskParams(
                    text,
                    references.Count > 0 ? references : null,
                    context,
                    useRepository ? null : false,
                    // Answering compiles nothing, so nobody is asked about trust.
                    invocation.ScopeFor(root, null, mayAsk: false),
                    invocation.GenerationFor(root)
                );
                return await StreamingAnswer.RunAsync(
                    invocation,
                    DaemonMethods.Ask,
                    token => parameters with { PartialResultToken = token },
                    isJson,
                    cancellationToken
                );
            }
        );
    }

    private static (List<FileReference> References, bool AsksForInput) Named(Invocation invocation, string[] named)
    {
        var references = new List<FileReference>();
        var asksForInput = false;
        if (named.Length > MostFiles)
        {
            throw CliException.BadInput($"{named.Length} files are too many: name at most {MostFiles}");
        }

        foreach (var name in named)
        {
            var file = invocation.Targets.ParseSpan(name);
            asksForInput |= file.IsStandardInput;
            if (!file.IsStandardInput)
            {
                InputFiles.Require(file.Path, file.Lines is null ? name : file.Path);
                references.Add(new FileReference(file.Path, file.Lines));
            }
        }

        return (references, asksForInput);
    }

    /// <summary>Words of the question that are files are meant as files.</summary>
    private static void AddMentioned(Invocation invocation, string question, List<FileReference> references)
    {
        const string Wrapping = "\"'`()[]{}<>,;?!";
        foreach (var word in question.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var name = word.Trim(Wrapping.ToCharArray()).TrimEnd('.', ':');
            var looksLikeFile = name.Length > 2 && name.AsSpan(1).ContainsAny('.', '/', '\\');
            if (references.Count >= MostFiles || !looksLikeFile || name.Contains('\0', StringComparison.Ordinal))
            {
                continue;
            }

            if (TryParse(invocation, name) is { } file && references.TrueForAll(known => known.Path != file.Path))
            {
                references.Add(new FileReference(file.Path, file.Lines));
            }
        }
    }

    private static FileTarget? TryParse(Invocation invocation, string name)
    {
        try
        {
            var file = invocation.Targets.ParseSpan(name);
            return !file.IsStandardInput && File.Exists(file.Path) ? file : null;
        }
        catch (CliException)
        {
            // A word of the question that only looks like a position.
            return null;
        }
    }
}
