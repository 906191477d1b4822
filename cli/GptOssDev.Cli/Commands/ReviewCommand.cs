using System.CommandLine;
using System.Globalization;
using System.Text;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Input;
using GptOssDev.Cli.Output.Reports;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client.Settings;
using GptOssDev.Contracts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss review</c>: reviews changes and reports findings.</summary>
internal static class ReviewCommand
{
    private static readonly string[] _formats = ["text", "json", "sarif", "github"];
    private const int MostPaths = 5;
    private static readonly string[] _levels = ["error", "warning", "note", "none"];

    public static Command Create(CommandHost host)
    {
        var changes = new ReviewScopeOptions();
        var format = Word("--format", "text|json|sarif|github", "Form of the report; text is the default.");
        var failOn = Word("--fail-on", "error|warning|note|none", "Exit with 1 from this severity on; default error.");
        var timeout = Word("--timeout", "SECONDS", "Stop after this time and tell what was not reviewed.");
        var output = Word("--output", "FILE", "Write the report to a file instead.");
        var json = CommonOptions.Flag("--json", "The same as --format json.");
        var command = new CliCommand(
            "review",
            "Review changes: what the compiler proves and what the model finds plausible.",
            "gptoss review",
            "gptoss review --range main..HEAD --fail-on warning",
            "gptoss review --patch change.patch --format sarif --output review.sarif",
            "git diff HEAD~3 | gptoss review --patch - --format github"
        );
        changes.AddTo(command);
        command.Add(format);
        command.Add(failOn);
        command.Add(timeout);
        command.Add(output);
        command.Add(json);
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var form = parse.GetValue(json) ? "json" : OneOf(format, parse.GetValue(format), _formats);
                var level = OneOf(failOn, parse.GetValue(failOn), _levels);
                var seconds = Seconds(parse.GetValue(timeout));
                var file = OutputFile(invocation, parse.GetValue(output));
                var root = invocation.RootFor(null);
                var parameters = await changes.ReadAsync(parse, invocation, cancellationToken) with
                {
                    TimeoutSeconds = seconds,
                    Workspace = invocation.ScopeFor(root, null, mayAsk: form == "text"),
                    Options = invocation.GenerationFor(root),
                    Git = GitVariables.Read(invocation.Context),
                };
                var result = await DaemonCall.StreamAsync(
                    invocation,
                    DaemonMethods.Review,
                    token => parameters with { PartialResultToken = token },
                    DaemonMethods.ReviewProgress,
                    progress => ShowProgress(invocation, progress),
                    "reviewing",
                    cancellationToken
                );
                invocation.TellOnce(result.Notice);
                Report(invocation, result, form, file);
                return ReviewVerdict.HasFindingsFrom(result, level) ? ExitCodes.No : ExitCodes.Done;
            }
        );
    }

    private static Option<string?> Word(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    private static string OneOf(Option<string?> option, string? value, string[] words)
    {
        if (value is null)
        {
            return words[0];
        }

        return words.FirstOrDefault(word => string.Equals(word, value, StringComparison.OrdinalIgnoreCase))
            ?? throw CliException.BadInput(
                $"{option.Name}: '{value}' is none of {string.Join(", ", words)}"
                    + (Suggestion.Closest(value, words) is { } near ? $"; did you mean '{near}'?" : "")
            );
    }

    private static double? Seconds(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var isNumber = double.TryParse(
            text,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var seconds
        );
        return isNumber && seconds is > 0 and <= 86_400
            ? seconds
            : throw CliException.BadInput($"--timeout: '{text}' is no number of seconds above 0");
    }

    private static string? OutputFile(Invocation invocation, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Trim().Length == 0)
        {
            throw CliException.BadInput("--output: the file's name is empty");
        }

        var file = Path.GetFullPath(text, invocation.Context.WorkingDirectory);
        if (Directory.Exists(file))
        {
            throw CliException.BadInput($"--output: {text} is a folder: name a file in it");
        }

        return Directory.Exists(Path.GetDirectoryName(file))
            ? file
            : throw CliException.BadInput($"--output: the folder of {text} does not exist");
    }

    private static void ShowProgress(Invocation invocation, ReviewProgress progress)
    {
        if (progress.Message is { } message && (invocation.Context.ErrorIsTerminal || invocation.Screen.Verbose))
        {
            invocation.Screen.Note(message);
        }
    }

    private static void Report(Invocation invocation, ReviewResult result, string format, string? file)
    {
        var screen = invocation.Screen;
        if (file is null && format == "text")
        {
            ReviewView.Show(screen, result);
        }
        else if (file is null)
        {
            screen.Write(Text(result, format));
        }
        else
        {
            Save(file, Text(result, format));
            screen.Note($"{ReviewView.Summary(result)}; the report is in {file}", TextStyle.Plain);
        }

        foreach (var skipped in result.Skipped.GroupBy(s => s.Why))
        {
            screen.Warn($"not reviewed: {Paths([.. skipped.Select(s => s.Path)])}: {skipped.Key}");
        }

        if (!result.Complete)
        {
            var isLate = result.Skipped.Any(s => s.Why.StartsWith("the time was up", StringComparison.Ordinal));
            screen.Warn(
                "the review is not complete: what could not be looked at is named above"
                    + (isLate ? "; give it more time with --timeout" : "")
            );
        }
    }

    private static string Paths(IReadOnlyList<string> paths) =>
        paths.Count <= MostPaths
            ? string.Join(", ", paths)
            : $"{string.Join(", ", paths.Take(MostPaths))} and {paths.Count - MostPaths} more";

    private static string Text(ReviewResult result, string format) =>
        format switch
        {
            "sarif" => SarifReport.Write(result),
            "github" => GitHubReport.Write(result),
            "json" => ReviewView.Json(result),
            _ => ReviewView.Text(result),
        };

    private static void Save(string file, string text)
    {
        try
        {
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment($"--output: {file} cannot be written: {problem.Message}", problem);
        }
    }
}
