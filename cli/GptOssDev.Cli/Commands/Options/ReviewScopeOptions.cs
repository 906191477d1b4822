using System.CommandLine;
using System.Text;
using GptOssDev.Cli.Input;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands.Options;

/// <summary>The changes a review is about: <c>--staged | --working | --range A..B | --patch FILE</c>.</summary>
internal sealed class ReviewScopeOptions
{
    // Even written out for the wire it stays far below the largest message.
    private const long LargestPatch = 5 << 20;

    private readonly Option<bool> _staged = CommonOptions.Flag("--staged", "What git has staged (the default).");
    private readonly Option<bool> _working = CommonOptions.Flag(
        "--working",
        "What differs from the last commit: staged, unstaged and new files."
    );

    private readonly Option<string?> _range = new("--range")
    {
        HelpName = "A..B",
        Description = "What lies between two revisions.",
    };

    private readonly Option<string?> _patch = new("--patch")
    {
        HelpName = "FILE",
        Description = "A unified diff; '-' reads standard input.",
    };

    public void AddTo(Command command)
    {
        command.Add(_staged);
        command.Add(_working);
        command.Add(_range);
        command.Add(_patch);
    }

    /// <summary>Reads them. Throws a <see cref="CliException"/> for more than one, or one that names nothing.</summary>
    public async Task<ReviewParams> ReadAsync(
        ParseResult parse,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        var revisions = parse.GetValue(_range);
        var file = parse.GetValue(_patch);
        bool[] given = [parse.GetValue(_staged), parse.GetValue(_working), revisions is not null, file is not null];
        if (given.Count(isGiven => isGiven) > 1)
        {
            throw CliException.BadInput("choose one of --staged, --working, --range and --patch");
        }

        if (revisions is not null)
        {
            return new ReviewParams("range", Range: Checked(revisions));
        }

        if (file is not null)
        {
            var text =
                file == "-" ? await invocation.Input.ReadAsync("patch", cancellationToken) : Read(invocation, file);
            return new ReviewParams("patch", Patch: text);
        }

        return new ReviewParams(parse.GetValue(_working) ? "working" : "staged");
    }

    private static string Checked(string revisions)
    {
        var dots = revisions.IndexOf("..", StringComparison.Ordinal);
        var isWhole = dots > 0 && dots + 2 < revisions.Length;
        // Git would read a revision that starts with a dash as an option.
        var isSafe = !revisions.StartsWith('-') && !revisions.AsSpan().ContainsAny(" \t\r\n\0");
        return isWhole && isSafe
            ? revisions
            : throw CliException.BadInput($"--range: '{revisions}' is not A..B, such as main..HEAD");
    }

    private static string Read(Invocation invocation, string name)
    {
        var path = Path.GetFullPath(name, invocation.Context.WorkingDirectory);
        InputFiles.Require(path, name);
        try
        {
            if (new FileInfo(path).Length > LargestPatch)
            {
                throw CliException.BadInput($"--patch: {name} is larger than 5 MB: split it");
            }

            var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            var text = File.ReadAllText(path, strict);
            return text.Contains('\0', StringComparison.Ordinal) ? throw NotText(name, null) : text;
        }
        catch (DecoderFallbackException problem)
        {
            throw NotText(name, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliFailure.BadInput, $"--patch: {name}: {problem.Message}", problem);
        }
    }

    private static CliException NotText(string name, Exception? inner) =>
        new(CliFailure.BadInput, $"--patch: {name} is not text: give a unified diff in UTF-8", inner);
}
