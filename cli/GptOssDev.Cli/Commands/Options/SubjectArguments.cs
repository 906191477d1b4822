using System.CommandLine;
using GptOssDev.Cli.Input;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands.Options;

/// <summary>The code a command is about: <c>FILE[:LINE[-LINE]] | --symbol NAME</c>.</summary>
internal sealed class SubjectArguments
{
    private readonly Argument<string?> _target = new("FILE[:LINE[-LINE]]")
    {
        Description = "The file, or some of its lines counted from 1; '-' reads standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _symbol = new("--symbol")
    {
        HelpName = "NAME",
        Description = "A type or member by name instead, such as Cart.Total.",
    };

    public void AddTo(Command command)
    {
        command.Add(_target);
        command.Add(_symbol);
    }

    /// <summary>Reads them. Throws a <see cref="CliException"/> when neither or both are given.</summary>
    public async Task<Subject> ReadAsync(ParseResult parse, Invocation invocation, CancellationToken cancellationToken)
    {
        var named = parse.GetValue(_target);
        var name = parse.GetValue(_symbol);
        if (named is null == name is null)
        {
            throw CliException.BadInput(
                named is null
                    ? "name a file or a symbol: FILE[:LINE[-LINE]] or --symbol NAME"
                    : "name a file or a symbol, not both"
            );
        }

        if (named is null)
        {
            return name!.Trim().Length > 0
                ? new Subject(null, null, name.Trim(), null, invocation.RootFor(null))
                : throw CliException.BadInput("--symbol: the name is empty");
        }

        var file = invocation.Targets.ParseSpan(named);
        string? text = null;
        if (file.IsStandardInput)
        {
            text = await invocation.Input.ReadAsync("code", cancellationToken);
        }
        else
        {
            InputFiles.Require(file.Path, Shown(named, file));
        }

        return new Subject(file.Path, file.Lines, null, text, invocation.RootFor(file.Path));
    }

    private static string Shown(string named, FileTarget file) =>
        file.Lines is null || !named.Contains(':', StringComparison.Ordinal) ? named : file.Path;
}

/// <summary>The code a command is about.</summary>
/// <param name="Path">Absolute; null when a symbol was named.</param>
/// <param name="Text">What standard input held; null reads the file.</param>
internal sealed record Subject(string? Path, LineSpan? Lines, string? Symbol, string? Text, string Root);
