using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class BenchCommandTests : IDisposable
{
    private static readonly BenchResult _result = new(
        "gpt-oss-nano",
        "CPU",
        2,
        1800,
        512,
        210.4,
        31.26,
        1500,
        7100,
        95,
        16,
        580,
        4,
        62,
        Busy: false,
        30_000,
        "A suggestion will take about 580 ms.",
        Notice: "the context has 2048 tokens"
    );

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Bench_shows_figures_and_the_verdict_and_tells_progress_apart()
    {
        AnswerWithProgress();

        var run = await _cli.RunAsync("bench");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal(
            """
            gpt-oss-nano on CPU, 2 threads
            what                                          speed
            reading a prompt of 512 tokens                210.4 tokens/s
            writing, one request                          31.3 tokens/s
            writing, 4 requests together                  62 tokens/s
            first token after 1500 tokens, nothing known  7.1 s
            first token after a keystroke                 95 ms
            suggestion of 16 tokens after a keystroke     580 ms
            loading the model                             1.8 s

            A suggestion will take about 580 ms.

            """,
            run.Out
        );
        Assert.Equal("[2/4] writing\nnote: the context has 2048 tokens\n", run.Error);
    }

    [Fact]
    public async Task Bench_json_is_one_object_without_the_notice()
    {
        AnswerWithProgress();

        var run = await _cli.RunAsync("bench", "--json", "--quiet");

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal(31.26, run.Json.GetProperty("decodeTokensPerSecond").GetDouble());
        Assert.False(run.Json.TryGetProperty("notice", out _));
    }

    [Fact]
    public async Task Bench_of_a_model_names_it()
    {
        AnswerWithProgress();

        await _cli.RunAsync("bench", "--model", "gpt-oss-20b");

        var call = Assert.Single(_cli.Daemon.Calls);
        Assert.Equal("gpt-oss-20b", call.Params.GetProperty("options").GetProperty("model").GetString());
    }

    [Fact]
    public async Task Bench_without_memory_is_one_line()
    {
        _cli.Daemon.Throw(
            DaemonMethods.Bench,
            new DaemonException(DaemonFailure.Answered, "m needs 13.0 GB of memory")
            {
                ErrorCode = ErrorCodes.Environment,
            }
        );

        var run = await _cli.RunAsync("bench");

        Assert.Equal((ExitCodes.Environment, ""), (run.ExitCode, run.Out));
        Assert.Contains("needs 13.0 GB", run.OneErrorLine);
    }

    [Fact]
    public async Task Bench_interrupted_ends_as_such()
    {
        using var cancel = new CancellationTokenSource();
        _cli.Daemon.AnswerSlowly(
            DaemonMethods.Bench,
            async (_, cancellation) =>
            {
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
                return _result;
            }
        );

        var run = await _cli.RunAsync(cancel.Token, "bench");

        Assert.Equal((ExitCodes.Interrupted, ""), (run.ExitCode, run.Out));
    }

    private void AnswerWithProgress() =>
        _cli.Daemon.Answer(
            DaemonMethods.Bench,
            parameters =>
            {
                _cli.Daemon.Send(
                    parameters.PartialResultToken!,
                    new BenchProgress(2, 4, "writing"),
                    DaemonMethods.BenchProgress
                );
                return _result;
            }
        );
}
