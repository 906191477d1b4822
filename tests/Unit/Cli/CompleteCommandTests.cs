using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;
using Xunit;
using Range = GptOssDev.Contracts.Range;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class CompleteCommandTests : IDisposable
{
    private static readonly CompletionItem _item = new(
        "Append(letter);",
        new Range(new Position(0, 3), new Position(0, 3)),
        "accepted",
        [],
        -1.25
    );

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Complete_prints_the_text_alone_on_standard_output()
    {
        _cli.Write("a.cs", "x.\n");
        _cli.Daemon.Answer(DaemonMethods.Complete, new CompleteResult([_item], CliHarness.Timings));

        var run = await _cli.RunAsync("complete", "a.cs:1:3");

        Assert.Equal((ExitCodes.Done, "Append(letter);\n"), (run.ExitCode, run.Out));
        Assert.Contains("accepted", run.Error);
        Assert.Equal(1, _cli.Daemon.Disposals);
    }

    [Fact]
    public async Task Complete_json_has_the_contracts_members_and_no_notice()
    {
        _cli.Write("a.cs", "x.\n");
        _cli.Daemon.Answer(DaemonMethods.Complete, new CompleteResult([_item], CliHarness.Timings, null, "be warned"));

        var run = await _cli.RunAsync("complete", "a.cs:1:3", "--json");

        var item = run.Json.GetProperty("items")[0];
        Assert.Equal("Append(letter);", item.GetProperty("text").GetString());
        Assert.Equal(3, item.GetProperty("range").GetProperty("start").GetProperty("character").GetInt32());
        Assert.Equal("accepted", item.GetProperty("verdict").GetString());
        Assert.Equal(-1.25, item.GetProperty("logProbability").GetDouble());
        Assert.Equal(40, run.Json.GetProperty("timings").GetProperty("tokensPerSecond").GetDouble());
        Assert.False(run.Json.TryGetProperty("notice", out _));
        Assert.Equal("note: be warned\n", run.Error);
    }

    [Fact]
    public async Task Notice_is_told_once_on_a_machine()
    {
        _cli.Write("a.cs", "x.\n");
        _cli.Daemon.Answer(DaemonMethods.Complete, new CompleteResult([_item], CliHarness.Timings, null, "be warned"));

        await _cli.RunAsync("complete", "a.cs:1:3", "--json");
        var second = await _cli.RunAsync("complete", "a.cs:1:3", "--json");

        Assert.Equal("", second.Error);
    }

    [Fact]
    public async Task Complete_without_a_completion_is_no_with_the_reason()
    {
        _cli.Write("a.cs", "x.\n");
        _cli.Daemon.Answer(DaemonMethods.Complete, new CompleteResult([], CliHarness.Timings, "nothing compiles"));

        var run = await _cli.RunAsync("complete", "a.cs:1:3", "--json");

        Assert.Equal(ExitCodes.No, run.ExitCode);
        Assert.Equal("gptoss: no completion: nothing compiles", run.OneErrorLine);
        Assert.Equal(0, run.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Complete_sends_position_buffer_and_options()
    {
        CompleteParams? sent = null;
        _cli.Input = "using System;\n"u8.ToArray();
        _cli.Daemon.Answer(
            DaemonMethods.Complete,
            parameters =>
            {
                sent = parameters;
                return new CompleteResult([_item], CliHarness.Timings);
            }
        );

        await _cli.RunAsync([
            "complete",
            "new.cs:1:14",
            "--stdin",
            "--n",
            "3",
            "--no-verify",
            "--seed",
            "7",
            "--effort",
            "LOW",
            "--trust",
        ]);

        Assert.NotNull(sent);
        Assert.Equal(Path.Combine(_cli.Work, "new.cs"), sent.Path);
        Assert.Equal(new Position(0, 13), sent.Position);
        Assert.Equal("using System;\n", sent.Text);
        Assert.Equal((3, false), (sent.Count, sent.Verify));
        Assert.Equal(new WorkspaceScope(_cli.Work, true), sent.Workspace);
        Assert.Equal(new GenerationOptions(null, "low", 7, null), sent.Options);
    }

    [Theory]
    [InlineData("gone.cs:1:1", "no file gone.cs")]
    [InlineData("sub:1:1", "is a folder")]
    [InlineData("a.cs", "FILE:LINE:COL")]
    public async Task Complete_of_what_is_no_file_is_bad_input_before_any_daemon(string target, string said)
    {
        Directory.CreateDirectory(Path.Combine(_cli.Work, "sub"));
        _cli.Write("a.cs", "");

        var run = await _cli.RunAsync("complete", target);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(said, run.OneErrorLine);
        Assert.Empty(_cli.Connector.Wishes);
    }

    [Theory]
    [InlineData("--n", "0")]
    [InlineData("--n", "9")]
    [InlineData("--n", "many")]
    [InlineData("--effort", "extreme")]
    [InlineData("--temperature", "3")]
    [InlineData("--temperature", "NaN")]
    [InlineData("--seed", "-1")]
    [InlineData("--root", "nowhere")]
    public async Task Option_value_that_cannot_be_is_bad_input_in_one_line(string option, string value)
    {
        _cli.Write("a.cs", "x");

        var run = await _cli.RunAsync("complete", "a.cs:1:1", option, value);

        Assert.Equal((ExitCodes.BadInput, ""), (run.ExitCode, run.Out));
        Assert.Contains(option, run.OneErrorLine);
    }

    [Fact]
    public async Task Binary_standard_input_is_bad_input()
    {
        _cli.Input = [0xff, 0xfe, 0x00, 0xd8];

        var run = await _cli.RunAsync("complete", "a.cs:1:1", "--stdin");

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("not text", run.OneErrorLine);
    }

    [Theory]
    [InlineData(ErrorCodes.BadInput, ExitCodes.BadInput)]
    [InlineData(ErrorCodes.Environment, ExitCodes.Environment)]
    [InlineData(ErrorCodes.Busy, ExitCodes.Environment)]
    [InlineData(ErrorCodes.NoAnswer, ExitCodes.No)]
    [InlineData(ErrorCodes.InternalError, ExitCodes.Environment)]
    [InlineData(ErrorCodes.MethodNotFound, ExitCodes.Environment)]
    public async Task Error_of_the_daemon_has_its_exit_code_and_one_line(int code, int exitCode)
    {
        _cli.Write("a.cs", "x");
        var problem = new DaemonException(DaemonFailure.Answered, "line 9 is past\nthe end") { ErrorCode = code };
        _cli.Daemon.Throw(DaemonMethods.Complete, problem);

        var run = await _cli.RunAsync("complete", "a.cs:1:1", "--json");

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains("line 9 is past the end", run.OneErrorLine);
    }

    [Fact]
    public async Task Lost_connection_is_one_line_and_verbose_tells_more()
    {
        _cli.Write("a.cs", "x");
        _cli.Daemon.Throw(DaemonMethods.Complete, new DaemonException(DaemonFailure.ConnectionLost, "gone"));

        var run = await _cli.RunAsync("complete", "a.cs:1:1");
        var verbose = await _cli.RunAsync("complete", "a.cs:1:1", "--verbose");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("run the command again", run.OneErrorLine);
        Assert.Contains("DaemonException", verbose.Error);
    }

    [Fact]
    public async Task Interrupted_call_exits_130_and_says_nothing()
    {
        _cli.Write("a.cs", "x");
        using var interruption = new CancellationTokenSource();
        _cli.Daemon.AnswerSlowly(
            DaemonMethods.Complete,
            async (_, cancellation) =>
            {
                await interruption.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
                return new CompleteResult([], CliHarness.Timings);
            }
        );

        var run = await _cli.RunAsync(interruption.Token, "complete", "a.cs:1:1");

        Assert.Equal((ExitCodes.Interrupted, "", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task No_daemon_asks_for_a_private_one()
    {
        _cli.Write("a.cs", "x");
        _cli.Daemon.Answer(DaemonMethods.Complete, new CompleteResult([_item], CliHarness.Timings));

        await _cli.RunAsync("complete", "a.cs:1:1", "--no-daemon");

        var wish = Assert.Single(_cli.Connector.Wishes);
        Assert.True(wish.Private && wish.Start);
    }
}
