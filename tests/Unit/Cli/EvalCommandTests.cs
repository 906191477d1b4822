using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

/// <summary><c>gptoss eval</c> and <c>gptoss stats</c>.</summary>
public sealed class EvalCommandTests : IDisposable
{
    private static readonly EvalResult _result = new(
        "/r",
        "nano",
        7,
        40,
        3,
        Verified: true,
        [
            new EvalKind(
                "all",
                40,
                0.25,
                0.5,
                new EvalCompileRates(0.4, 0.6, 1, 1, 0.7, 1),
                0.8,
                0.85,
                0.9,
                new EvalNames(0, null, null, null),
                new EvalLatency(120, 300, 400, 450),
                new EvalLatency(10, 20, 30, 40)
            ),
        ],
        "be warned"
    );

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Eval_sends_repository_numbers_and_seed_and_prints_two_tables()
    {
        EvalParams? sent = null;
        var repository = Directory.CreateDirectory(Path.Combine(_cli.Work, "shop")).FullName;
        _cli.Daemon.Answer(
            DaemonMethods.Eval,
            parameters =>
            {
                sent = parameters;
                _cli.Daemon.Send(parameters.PartialResultToken!, new EvalProgress(40, 40), DaemonMethods.EvalProgress);
                return _result;
            }
        );

        var run = await _cli.RunAsync([
            "eval",
            "completion",
            "--repo",
            "shop",
            "--n",
            "40",
            "--candidates",
            "3",
            "--seed",
            "7",
            "--trust",
        ]);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.NotNull(sent);
        Assert.Equal(("completion", 40, 3), (sent.Subject, sent.Positions, sent.Candidates));
        Assert.Equal(new WorkspaceScope(repository, Trusted: true), sent.Workspace);
        Assert.Equal(7, sent.Options?.Seed);
        Assert.Matches("all +40 +25.0 % +50.0 % +80.0 % +85.0 % +90.0 %", run.Out);
        Assert.Matches("all +40.0 % +60.0 % +100.0 % +100.0 % +70.0 % +100.0 % +- +-", run.Out);
        Assert.Contains("40 of 40 positions", run.Error);
        Assert.Contains("be warned", run.Error);
    }

    [Fact]
    public async Task Eval_json_is_one_object()
    {
        _cli.Daemon.Answer(DaemonMethods.Eval, _result);

        var run = await _cli.RunAsync("eval", "completion", "--json");

        var kind = run.Json.GetProperty("kinds")[0];
        Assert.Equal(0.6, kind.GetProperty("compiles").GetProperty("filtered").GetDouble());
        Assert.Equal(
            System.Text.Json.JsonValueKind.Null,
            kind.GetProperty("legalNames").GetProperty("legalRaw").ValueKind
        );
    }

    [Fact]
    public async Task Eval_that_the_compiler_could_not_judge_is_told()
    {
        _cli.Daemon.Answer(DaemonMethods.Eval, _result with { Verified = false });

        var run = await _cli.RunAsync("eval", "completion", "--quiet");

        Assert.Contains("the compiler could judge nothing", run.OneErrorLine);
    }

    [Fact]
    public async Task Eval_of_no_folder_is_bad_input_before_any_daemon()
    {
        var run = await _cli.RunAsync("eval", "completion", "--repo", "nowhere");

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("there is no folder 'nowhere'", run.OneErrorLine);
        Assert.Empty(_cli.Connector.Wishes);
    }

    [Fact]
    public async Task Interrupted_eval_exits_130_and_says_nothing()
    {
        using var interruption = new CancellationTokenSource();
        _cli.Daemon.AnswerSlowly(
            DaemonMethods.Eval,
            async (_, cancellation) =>
            {
                await interruption.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
                return _result;
            }
        );

        var run = await _cli.RunAsync(interruption.Token, "eval", "completion");

        Assert.Equal((ExitCodes.Interrupted, "", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Stats_are_shown_to_people_and_programs()
    {
        var stats = new StatsResult(
            DateTimeOffset.UnixEpoch,
            "/state/stats.json",
            new SuggestionStats(10, 8, 4, 1, 5, 1, 4, 2, 1, 3, 1, 120),
            new VerdictStats(7, 1, 0, 3),
            new TokenStats(1000, 900, 80),
            [new LatencyStats("model", 5, 100, 200, 300, 400)],
            [new LanguageStats("cs", 8, 4)]
        );
        _cli.Daemon.Answer(DaemonMethods.Stats, stats);

        var people = await _cli.RunAsync("stats");
        var programs = await _cli.RunAsync("stats", "--json");

        Assert.Contains("8 of 10 requests (80 %) showed one", people.Out);
        Assert.Contains("4 of 8 shown (50 %)", people.Out);
        Assert.Matches("model +5 ", people.Out);
        Assert.Equal(4, programs.Json.GetProperty("suggestions").GetProperty("accepted").GetInt32());
    }
}
