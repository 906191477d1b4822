using System.IO.Pipelines;
using System.Text;
using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class AnswerCommandTests : IDisposable
{
    private static readonly AnswerResult _result = new(
        "It adds numbers.",
        "thinking",
        [new Citation("src/A.cs", 3, 5, true), new Citation("B.cs", 1, 1, false)],
        CliHarness.Timings
    );

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Explain_streams_and_lists_sources()
    {
        _cli.Write("a.cs", "x\n");
        AnswerInPieces("It adds ", "numbers.");

        var run = await _cli.RunAsync("explain", "a.cs:1-1");

        var expected = """
            It adds numbers.

            Sources:
              src/A.cs:3-5
              B.cs:1 (not found: the model made it up)


            """;
        Assert.Equal((ExitCodes.Done, expected.ReplaceLineEndings("\n")), (run.ExitCode, run.Out));
        Assert.Equal("12 tokens, 40 tokens/s, compiler 40 ms, 400 ms\n", run.Error);
    }

    [Fact]
    public async Task Explain_prints_what_was_not_streamed()
    {
        _cli.Write("a.cs", "x\n");
        AnswerInPieces("It adds ");

        var run = await _cli.RunAsync("explain", "a.cs", "--quiet");

        Assert.StartsWith("It adds numbers.\n", run.Out);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Explain_json_does_not_stream_and_has_the_contracts_members()
    {
        ExplainParams? sent = null;
        _cli.Write("a.cs", "x\n");
        _cli.Daemon.Answer(
            DaemonMethods.Explain,
            parameters =>
            {
                sent = parameters;
                return _result;
            }
        );

        var run = await _cli.RunAsync("explain", "a.cs:1", "--json");

        Assert.Null(sent!.PartialResultToken);
        Assert.Equal(new LineSpan(1, 1), sent.Lines);
        Assert.Equal("It adds numbers.", run.Json.GetProperty("answer").GetString());
        Assert.Equal("thinking", run.Json.GetProperty("reasoning").GetString());
        Assert.False(run.Json.GetProperty("citations")[1].GetProperty("verified").GetBoolean());
        Assert.Equal("", run.Error);
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("explain", "a.cs", "--symbol", "A")]
    [InlineData("explain", "--symbol", " ")]
    [InlineData("explain", "-")]
    public async Task Explain_without_one_subject_is_bad_input(params string[] arguments)
    {
        _cli.IsTerminal = true;
        _cli.Write("a.cs", "x\n");

        var run = await _cli.RunAsync(arguments);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.NotEmpty(run.OneErrorLine);
    }

    [Fact]
    public async Task Reader_that_goes_away_cancels_the_call_and_ends_quietly()
    {
        _cli.Write("a.cs", "x\n");
        _cli.OutWriter = new ClosedWriter();
        var wasCancelled = false;
        _cli.Daemon.AnswerSlowly(
            DaemonMethods.Explain,
            async (parameters, cancellation) =>
            {
                _cli.Daemon.Send(
                    parameters.PartialResultToken!,
                    new AnswerDelta("answer", "It"),
                    ProtocolJson.Default.AnswerDelta
                );
                wasCancelled = cancellation.IsCancellationRequested;
                cancellation.ThrowIfCancellationRequested();
                return await Task.FromResult(_result);
            }
        );

        var run = await _cli.RunAsync("explain", "a.cs");

        Assert.True(wasCancelled);
        Assert.Equal((ExitCodes.OutputClosed, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Ask_takes_piped_context_named_files_and_files_in_the_question()
    {
        AskParams? sent = null;
        var cart = _cli.Write("src/Cart.cs", "x\n");
        var other = _cli.Write("Other.cs", "x\n");
        _cli.Input = "error CS0103"u8.ToArray();
        _cli.Daemon.Answer(
            DaemonMethods.Ask,
            parameters =>
            {
                sent = parameters;
                return _result;
            }
        );

        await _cli.RunAsync("ask", "Why does `src/Cart.cs:2-3` fail, e.g. in gone.cs?", "Other.cs:7", "--json");

        Assert.Equal("error CS0103", sent!.Context);
        Assert.Equal(
            [new FileReference(other, new LineSpan(7, 7)), new FileReference(cart, new LineSpan(2, 3))],
            sent.Files
        );
        Assert.Null(sent.UseRepository);
    }

    [Fact]
    public async Task Ask_without_repository_reads_no_files_from_the_question()
    {
        AskParams? sent = null;
        _cli.Write("Cart.cs", "x\n");
        _cli.Daemon.Answer(
            DaemonMethods.Ask,
            parameters =>
            {
                sent = parameters;
                return _result;
            }
        );

        await _cli.RunAsync("ask", "What is Cart.cs?", "--no-repo", "--json");

        Assert.Null(sent!.Files);
        Assert.Null(sent.Context);
        Assert.False(sent.UseRepository);
    }

    [Fact]
    public async Task Ask_does_not_wait_for_an_open_and_empty_input()
    {
        using var input = new Pipe().Reader.AsStream();
        _cli.InputStream = input;
        _cli.Daemon.Answer(DaemonMethods.Ask, _result);

        var run = await _cli.RunAsync("ask", "Why?", "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("without it", run.OneErrorLine);
    }

    [Fact]
    public async Task Ask_at_a_terminal_reads_no_input()
    {
        AskParams? sent = null;
        _cli.IsTerminal = true;
        _cli.Input = "typed later"u8.ToArray();
        _cli.Daemon.Answer(
            DaemonMethods.Ask,
            parameters =>
            {
                sent = parameters;
                return _result;
            }
        );

        await _cli.RunAsync("ask", "Why?");

        Assert.Null(sent!.Context);
    }

    [Fact]
    public async Task Answer_with_escape_sequences_is_harmless_on_a_terminal()
    {
        _cli.IsTerminal = true;
        _cli.Daemon.Answer(DaemonMethods.Ask, _result with { Answer = "a\e]0;title\ab\u202Ec", Citations = [] });

        var run = await _cli.RunAsync("ask", "Why?");

        Assert.DoesNotContain("\e]0", run.Out);
        Assert.DoesNotContain("\u202E", run.Out);
    }

    [Fact]
    public async Task Daemon_that_cannot_start_is_told_in_its_own_line()
    {
        _cli.Connector.Failure = new DaemonException(DaemonFailure.StartFailed, "no model: gptoss model list");

        var run = await _cli.RunAsync("ask", "Why?");

        Assert.Equal((ExitCodes.Environment, ""), (run.ExitCode, run.Out));
        Assert.Equal("gptoss: no model: gptoss model list", run.OneErrorLine);
    }

    private void AnswerInPieces(params string[] pieces) =>
        _cli.Daemon.Answer(
            DaemonMethods.Explain,
            parameters =>
            {
                foreach (var piece in pieces)
                {
                    _cli.Daemon.Send(
                        parameters.PartialResultToken!,
                        new AnswerDelta("answer", piece),
                        ProtocolJson.Default.AnswerDelta
                    );
                }

                return _result;
            }
        );

    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Broken pipe", 32);

        public override void Flush() => throw new IOException("Broken pipe", 32);
    }
}
