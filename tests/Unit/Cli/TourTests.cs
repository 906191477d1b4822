using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Client;
using GptOssDev.Contracts;
using Xunit;
using Range = GptOssDev.Contracts.Range;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class TourTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Demo_runs_the_four_jobs_on_a_trusted_copy_and_deletes_it()
    {
        AnswerAll();

        var run = await _cli.RunAsync("demo");

        Assert.Equal((ExitCodes.Done, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [Methods.Complete, Methods.Explain, Methods.Refactor, Methods.Review],
            _cli.Daemon.Calls.Select(call => call.Method)
        );
        var roots = _cli.Daemon.Calls.Select(call => call.Params.GetProperty("workspace")).ToList();
        Assert.All(roots, scope => Assert.True(scope.GetProperty("trusted").GetBoolean()));
        var root = Assert.Single(roots.Select(scope => scope.GetProperty("root").GetString()).Distinct());
        Assert.False(Directory.Exists(root));
        Assert.Contains("verdict: rejected", run.Out);
        Assert.Contains("no findings", run.Out);
        Assert.Contains("What next", run.Out);
    }

    [Fact]
    public async Task Demo_asks_for_the_places_it_shows()
    {
        AnswerAll();
        CompleteParams? complete = null;
        _cli.Daemon.Answer(
            DaemonMethods.Complete,
            parameters =>
            {
                complete = parameters;
                return new CompleteResult([], CliHarness.Timings, "none");
            }
        );
        string? explained = null;
        _cli.Daemon.Answer(
            DaemonMethods.Explain,
            parameters =>
            {
                var lines = File.ReadAllLines(parameters.Path!);
                explained = lines[parameters.Lines!.Value.StartLine - 1] + lines[parameters.Lines.Value.EndLine - 1];
                return Answer();
            }
        );
        string? refactored = null;
        _cli.Daemon.Answer(
            DaemonMethods.Refactor,
            parameters =>
            {
                var lines = File.ReadAllLines(parameters.Path!);
                refactored = string.Join(
                    '\n',
                    lines[(parameters.Lines!.Value.StartLine - 1)..parameters.Lines.Value.EndLine]
                );
                return Refactoring();
            }
        );

        await _cli.RunAsync("demo");

        var line = complete!.Text!.Split('\n')[complete.Position.Line];
        Assert.Equal("            total += ", line);
        Assert.Equal(line.Length, complete.Position.Character);
        Assert.Equal("    public static IReadOnlyList<string> Split(string line)    }", explained);
        Assert.StartsWith("    public Product Require(string sku)", refactored);
        Assert.Contains("product == null", refactored);
        Assert.EndsWith("    }", refactored);
    }

    [Fact]
    public async Task Demo_goes_on_after_a_failed_job_and_ends_with_its_code()
    {
        AnswerAll();
        _cli.Daemon.Throw(
            DaemonMethods.Explain,
            new DaemonException(DaemonFailure.Answered, "nothing came") { ErrorCode = ErrorCodes.NoAnswer }
        );

        var run = await _cli.RunAsync("demo");

        Assert.Equal(ExitCodes.No, run.ExitCode);
        Assert.Equal("gptoss: nothing came", run.OneErrorLine);
        Assert.Equal(4, _cli.Daemon.Calls.Count);
        Assert.Contains("gptoss doctor", run.Out);
    }

    [Fact]
    public async Task Demo_without_its_project_is_the_environments_fault()
    {
        _cli.ProgramFolder = _cli.Work;

        var run = await _cli.RunAsync("demo");

        Assert.Equal(ExitCodes.Environment, run.ExitCode);
        Assert.Contains("install gptoss again", run.OneErrorLine);
    }

    private static AnswerResult Answer() => new("It splits.", "", [], CliHarness.Timings);

    private static RefactorResult Refactoring() =>
        new("rejected", ["no"], [], new Evidence([], [], [], 1, 2), CliHarness.Timings);

    private void AnswerAll()
    {
        var range = new Range(new Position(0, 0), new Position(0, 0));
        _cli.Daemon.Answer(
            DaemonMethods.Complete,
            new CompleteResult([new CompletionItem("x;", range, "accepted", [], -1)], CliHarness.Timings)
        );
        _cli.Daemon.Answer(DaemonMethods.Explain, Answer());
        _cli.Daemon.Answer(DaemonMethods.Refactor, Refactoring());
        _cli.Daemon.Answer(DaemonMethods.Review, new ReviewResult([], [], true, CliHarness.Timings));
    }
}
