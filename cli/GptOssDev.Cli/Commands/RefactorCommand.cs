using System.CommandLine;
using GptOssDev.Cli.Apply;
using GptOssDev.Cli.Commands.Options;
using GptOssDev.Cli.Daemon;
using GptOssDev.Cli.Output;
using GptOssDev.Cli.Output.Reports;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Commands;

/// <summary><c>gptoss refactor</c>: shows a diff the compiler has judged, and writes it when told to.</summary>
internal static class RefactorCommand
{
    private const string Accepted = "accepted";
    private const string Rejected = "rejected";

    public static Command Create(CommandHost host)
    {
        var instruction = new Argument<string>("INSTRUCTION") { Description = "What to change, in quotes." };
        var subject = new SubjectArguments();
        var apply = CommonOptions.Flag("--apply", "Write the change if the compiler accepts it.");
        var test = new Option<string?>("--test")
        {
            HelpName = "\"CMD\"",
            Description = "After writing, run this in the root; when it fails the old texts come back.",
        };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "refactor",
            "Change code as instructed: shows the diff and the compiler's verdict, writes only when told to.",
            "gptoss refactor \"use 'is null'\" src/Cart.cs:12-28",
            "gptoss refactor \"turn it into an expression body\" --symbol Cart.Total --apply",
            "gptoss refactor \"rename qty to quantity\" src/Cart.cs:40-52 --apply --test \"dotnet test\""
        )
        {
            instruction,
        };
        subject.AddTo(command);
        command.Add(apply);
        command.Add(test);
        command.Add(json);
        return host.Handle(
            command,
            async (parse, invocation, cancellationToken) =>
            {
                var wanted = parse.GetRequiredValue(instruction).Trim();
                if (wanted.Length == 0)
                {
                    throw CliException.BadInput("the instruction is empty: gptoss refactor \"INSTRUCTION\" FILE");
                }

                var about = await subject.ReadAsync(parse, invocation, cancellationToken);
                var isJson = parse.GetValue(json);
                var plan = new ApplyPlan(
                    about,
                    parse.GetValue(apply),
                    MayAsk: !isJson && CanAsk(invocation) && about.Text is null,
                    parse.GetValue(test)
                );
                Require(plan);
                var scope = invocation.ScopeFor(about.Root, about.Path, mayAsk: !isJson);
                var parameters = new RefactorParams(
                    wanted,
                    about.Path,
                    about.Lines,
                    about.Symbol,
                    about.Text,
                    scope,
                    invocation.GenerationFor(about.Root)
                );
                var result = await DaemonCall.RunAsync(
                    invocation,
                    DaemonMethods.Refactor,
                    parameters,
                    "refactoring",
                    cancellationToken
                );
                invocation.TellOnce(result.Notice);
                return await FinishAsync(
                    invocation,
                    result,
                    plan with
                    {
                        IsTrusted = scope.Trusted,
                    },
                    isJson,
                    cancellationToken
                );
            }
        );
    }

    private static bool CanAsk(Invocation invocation) =>
        invocation.Context.InputIsTerminal && invocation.Context.OutputIsTerminal && invocation.Context.ErrorIsTerminal;

    private static void Require(ApplyPlan plan)
    {
        if (plan.Apply && plan.About.Text is not null)
        {
            throw CliException.BadInput("--apply: code from standard input has no file to write to");
        }

        if (plan.Test is not null && !plan.Apply && !plan.MayAsk)
        {
            throw CliException.BadInput("--test needs --apply: it runs on the changed files");
        }

        if (plan.Test is not null && plan.Test.Trim().Length == 0)
        {
            throw CliException.BadInput("--test: the command is empty");
        }
    }

    private static string NotWritten(RefactorResult result, bool isTrusted) =>
        "nothing was written: "
        + (
            (result.Verdict, VerdictJudges.Of(result)) switch
            {
                (Rejected, VerdictJudge.Compiler) => "the compiler rejected the change",
                (Rejected, _) => "the change was rejected",
                (_, VerdictJudge.None) => "no compiler judges this file",
                _ when isTrusted => "the compiler could not decide",
                _ => "the compiler could not decide; --trust lets it load the project",
            }
        );

    private static async Task<int> FinishAsync(
        Invocation invocation,
        RefactorResult result,
        ApplyPlan plan,
        bool isJson,
        CancellationToken cancellationToken
    )
    {
        var screen = invocation.Screen;
        if (!isJson)
        {
            RefactorView.Show(screen, result);
        }

        var outcome = Decide(invocation, result, plan)
            ? await WriteAsync(invocation, result, plan, cancellationToken)
            : new ApplyOutcome(false, null, result.Verdict == Rejected || (plan.Apply && result.Verdict != Accepted));
        if (isJson)
        {
            var output = new RefactorOutput(
                result.Verdict,
                result.Reasons,
                [.. result.Edits.Select(edit => new EditOutput(edit.Path, edit.Diff))],
                result.Evidence with
                {
                    Tests = outcome.Tests ?? result.Evidence.Tests,
                },
                outcome.IsApplied,
                result.Timings
            );
            screen.WriteJson(output, CliJson.Default.RefactorOutput);
        }

        return outcome.IsNo ? ExitCodes.No : ExitCodes.Done;
    }

    private static bool Decide(Invocation invocation, RefactorResult result, ApplyPlan plan)
    {
        var screen = invocation.Screen;
        if (result.Edits.Count == 0)
        {
            if (result.Verdict == Accepted)
            {
                screen.Note("nothing to change", TextStyle.Plain);
            }

            return false;
        }

        if (plan.Apply)
        {
            if (result.Verdict != Accepted)
            {
                screen.Warn(NotWritten(result, plan.IsTrusted));
            }

            return result.Verdict == Accepted;
        }

        return result.Verdict != Rejected && plan.MayAsk && invocation.Confirm("Write this change? [y/N] ");
    }

    private static async Task<ApplyOutcome> WriteAsync(
        Invocation invocation,
        RefactorResult result,
        ApplyPlan plan,
        CancellationToken cancellationToken
    )
    {
        var applied = new EditApplier(plan.About.Root, plan.About.Path).Apply(result.Edits);
        var files = string.Join(", ", result.Edits.Select(edit => edit.Path));
        if (plan.Test is not { } test)
        {
            invocation.Screen.Note("written: " + files, TextStyle.Plain);
            return new ApplyOutcome(true, null, false);
        }

        var exitCode = -1;
        try
        {
            exitCode = await TestRun.RunAsync(test, plan.About.Root, invocation.Context.Error, cancellationToken);
        }
        finally
        {
            if (exitCode != 0)
            {
                TakeBack(invocation.Screen, applied);
            }
        }

        if (exitCode == 0)
        {
            invocation.Screen.Note("written, and the tests passed: " + files, TextStyle.Green);
            return new ApplyOutcome(true, $"passed: {test}", false);
        }

        invocation.Screen.Warn($"the test command ended with {exitCode}, the old texts are back");
        return new ApplyOutcome(false, $"failed with {exitCode}: {test}", true);
    }

    private static void TakeBack(TerminalOutput screen, AppliedEdits applied)
    {
        var left = applied.TakeBack();
        if (left.Count > 0)
        {
            screen.Warn($"not put back, because changed meanwhile: {string.Join(", ", left)}");
        }
    }

    /// <param name="MayAsk">Whether a person at the terminal can say yes.</param>
    /// <param name="IsTrusted">Whether the project could be loaded.</param>
    private sealed record ApplyPlan(Subject About, bool Apply, bool MayAsk, string? Test, bool IsTrusted = false);

    /// <param name="Tests">What the test command said; null when none ran.</param>
    private sealed record ApplyOutcome(bool IsApplied, string? Tests, bool IsNo);
}
