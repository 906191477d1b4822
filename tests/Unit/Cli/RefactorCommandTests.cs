using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class RefactorCommandTests : IDisposable
{
    private const string Old = "if (x == null) { }\n";
    private const string New = "if (x is null) { }\n";

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Refactor_shows_the_diff_and_writes_nothing_by_itself()
    {
        var path = Prepare("accepted");

        var run = await _cli.RunAsync("refactor", "use is null", "a.cs");

        Assert.Equal((ExitCodes.Done, "--- a.cs\n+++ a.cs\n-old\n+new\n"), (run.ExitCode, run.Out));
        Assert.Contains("accepted", run.Error);
        Assert.Equal(Old, File.ReadAllText(path));
    }

    [Fact]
    public async Task Apply_writes_and_json_says_so()
    {
        var path = Prepare("accepted");

        var run = await _cli.RunAsync("refactor", "use is null", "a.cs", "--apply", "--json");

        Assert.Equal(New, File.ReadAllText(path));
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal("accepted", run.Json.GetProperty("verdict").GetString());
        Assert.True(run.Json.GetProperty("applied").GetBoolean());
        Assert.Equal("a.cs", run.Json.GetProperty("edits")[0].GetProperty("path").GetString());
        Assert.Equal(1, run.Json.GetProperty("evidence").GetProperty("projectsChecked").GetInt32());
        Assert.Equal(0, run.Json.GetProperty("evidence").GetProperty("diagnosticsAdded").GetArrayLength());
    }

    [Theory]
    [InlineData("rejected", true)]
    [InlineData("rejected", false)]
    [InlineData("inconclusive", true)]
    public async Task What_the_compiler_did_not_accept_is_not_written_and_is_no(string verdict, bool apply)
    {
        var path = Prepare(verdict, "CS0103: no such name");

        var run = await _cli.RunAsync(["refactor", "x", "a.cs", .. apply ? ["--apply"] : Array.Empty<string>()]);

        Assert.Equal(ExitCodes.No, run.ExitCode);
        Assert.Contains("CS0103: no such name", run.Error);
        Assert.Equal(Old, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("CS0103", "a.cs", "rejected by the compiler", "the compiler rejected the change")]
    [InlineData(null, "a.cs", "rejected: it is not what was asked for", "the change was rejected")]
    [InlineData(null, null, "rejected: the compiler was not asked", null)]
    public async Task Rejection_names_the_compiler_only_where_it_rejected(
        string? error,
        string? edited,
        string verdict,
        string? written
    )
    {
        Prepare("rejected");
        DiagnosticItem[] errors = error is null ? [] : [new(error, "error", "no such name", "a.cs", 1, 1)];
        FileEdit[] edits = edited is null ? [] : [new(edited, "-old\n+new\n", Old, New)];
        _cli.Daemon.Answer(
            DaemonMethods.Refactor,
            new RefactorResult("rejected", ["why"], edits, new Evidence(errors, [], [], 0, 1), CliHarness.Timings)
        );

        var run = await _cli.RunAsync("refactor", "x", "a.cs", "--apply");

        Assert.Equal(ExitCodes.No, run.ExitCode);
        Assert.StartsWith(verdict + "\n  why\n", run.Error);
        Assert.Equal(written is not null, run.Error.Contains("nothing was written", StringComparison.Ordinal));
        Assert.Contains(written ?? "", run.Error);
    }

    [Theory]
    [InlineData("notes.md", true, "the compiler was not asked", "no compiler judges this file")]
    [InlineData("a.cs", true, "the compiler could not decide", "nothing was written: the compiler could not decide\n")]
    [InlineData("a.cs", false, "the compiler could not decide", "--trust lets it load the project")]
    public async Task Undecided_change_says_what_would_decide_it(
        string edited,
        bool isTrusted,
        string verdict,
        string written
    )
    {
        Prepare("inconclusive");
        _cli.Daemon.Answer(
            DaemonMethods.Refactor,
            new RefactorResult(
                "inconclusive",
                [],
                [new FileEdit(edited, "-old\n+new\n", Old, New)],
                new Evidence([], [], [], 0, 1),
                CliHarness.Timings
            )
        );

        var run = await _cli.RunAsync([
            "refactor",
            "x",
            "a.cs",
            "--apply",
            .. isTrusted ? ["--trust"] : Array.Empty<string>(),
        ]);

        Assert.Contains("inconclusive: " + verdict, run.Error);
        Assert.Contains(written, run.Error);
    }

    [Fact]
    public async Task Long_lines_are_bounded_on_a_terminal_and_whole_in_a_pipe()
    {
        Prepare("rejected");
        var line = new string('x', 100_000);
        _cli.Daemon.Answer(
            DaemonMethods.Refactor,
            new RefactorResult(
                "rejected",
                [$"CS1056: '{line}'"],
                [new FileEdit("a.cs", $"--- a/a.cs\n+++ b/a.cs\n-{line}\n+y\n", Old, New)],
                new Evidence([], [], [], 0, 1),
                CliHarness.Timings
            )
        );

        var piped = await _cli.RunAsync("refactor", "x", "a.cs");
        _cli.IsTerminal = true;
        var shown = await _cli.RunAsync("refactor", "x", "a.cs");

        Assert.Contains($"-{line}\n+y\n", piped.Out);
        foreach (var text in new[] { piped.Error, shown.Error, shown.Out })
        {
            Assert.All(text.Split('\n'), l => Assert.InRange(l.Length, 0, 2100));
            Assert.Contains("more characters)", text);
        }
    }

    [Theory]
    [InlineData("y\n", New)]
    [InlineData("Yes\n", New)]
    [InlineData("n\n", Old)]
    [InlineData("", Old)]
    public async Task Person_at_the_terminal_decides(string answer, string expected)
    {
        var path = Prepare("accepted");
        _cli.IsTerminal = true;
        _cli.Input = System.Text.Encoding.UTF8.GetBytes(answer);

        var run = await _cli.RunAsync("refactor", "use is null", "a.cs", "--trust");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("Write this change?", run.Error);
        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public async Task File_that_changed_meanwhile_is_refused()
    {
        var path = Prepare("accepted");
        _cli.Daemon.Answer(
            DaemonMethods.Refactor,
            _ =>
            {
                File.WriteAllText(path, "somebody else's text\n");
                return Result("accepted");
            }
        );

        var run = await _cli.RunAsync("refactor", "x", "a.cs", "--apply", "--quiet");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("changed meanwhile", run.OneErrorLine);
        Assert.Equal("somebody else's text\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(0, New, ExitCodes.Done, "passed")]
    [InlineData(3, Old, ExitCodes.No, "failed with 3")]
    public async Task Test_command_decides_whether_the_change_stays(int code, string text, int exitCode, string said)
    {
        var path = Prepare("accepted");

        var run = await _cli.RunAsync(
            "refactor",
            "x",
            "a.cs",
            "--apply",
            "--json",
            "--test",
            $"echo hello && exit {code}"
        );

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(said, run.Json.GetProperty("evidence").GetProperty("tests").GetString());
        Assert.Contains("hello", run.Error);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("refactor", " ", "a.cs")]
    [InlineData("refactor", "x")]
    [InlineData("refactor", "x", "a.cs", "--test", "true")]
    [InlineData("refactor", "x", "a.cs", "--apply", "--test", " ")]
    [InlineData("refactor", "x", "-", "--apply")]
    public async Task Command_line_that_makes_no_sense_is_bad_input(params string[] arguments)
    {
        Prepare("accepted");
        _cli.Input = "class A;"u8.ToArray();

        var run = await _cli.RunAsync(arguments);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.NotEmpty(run.OneErrorLine);
        Assert.Empty(_cli.Daemon.Calls);
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("\n", false)]
    public async Task Trust_is_asked_once_and_remembered(string answer, bool trusted)
    {
        Prepare("rejected");
        _cli.Write("App.csproj", "<Project />");
        _cli.IsTerminal = true;
        _cli.Input = System.Text.Encoding.UTF8.GetBytes(answer);
        var sent = new List<bool>();
        _cli.Daemon.Answer(
            DaemonMethods.Refactor,
            parameters =>
            {
                sent.Add(parameters.Workspace!.Trusted);
                return Result("rejected");
            }
        );

        var first = await _cli.RunAsync("refactor", "x", "a.cs");
        var second = await _cli.RunAsync("refactor", "x", "a.cs");

        Assert.Contains("Trust this repository?", first.Error);
        Assert.DoesNotContain("Trust this repository?", second.Error);
        Assert.Equal([trusted, trusted], sent);
    }

    [Fact]
    public async Task Nobody_at_the_terminal_means_untrusted()
    {
        Prepare("rejected");
        _cli.Write("App.csproj", "<Project />");

        await _cli.RunAsync("refactor", "x", "a.cs");
        await _cli.RunAsync("config", "set", "trust", ".");
        await _cli.RunAsync("refactor", "x", "a.cs");

        var trusted = _cli.Daemon.Calls.Select(call => call.Params.GetProperty("workspace").GetProperty("trusted"));
        Assert.Equal([false, true], trusted.Select(value => value.GetBoolean()));
    }

    private static RefactorResult Result(string verdict, params string[] reasons) =>
        new(
            verdict,
            reasons,
            [new FileEdit("a.cs", "--- a.cs\n+++ a.cs\n-old\n+new\n", Old, New)],
            new Evidence([], [], [], 1, 2),
            CliHarness.Timings
        );

    private string Prepare(string verdict, params string[] reasons)
    {
        _cli.Daemon.Answer(DaemonMethods.Refactor, Result(verdict, reasons));
        return _cli.Write("a.cs", Old);
    }
}
