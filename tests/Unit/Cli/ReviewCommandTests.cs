using System.Text.Json;
using GptOssDev.Cli;
using GptOssDev.Cli.Daemon;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class ReviewCommandTests : IDisposable
{
    private static readonly Finding _error = new(
        "1",
        "src/A b,c.cs",
        3,
        4,
        "error",
        "off-by-one",
        "100% wrong:\nreads past the end",
        "use <",
        "plausible",
        "model",
        "f00d"
    );

    private static readonly Finding _note = _error with
    {
        Id = "2",
        Severity = "note",
        Rule = "CS0168",
        Suggestion = null,
        Witness = "proved",
        Source = "compiler",
        Fingerprint = "beef",
    };

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("error", true, ExitCodes.No)]
    [InlineData("error", false, ExitCodes.Done)]
    [InlineData("warning", false, ExitCodes.Done)]
    [InlineData("note", false, ExitCodes.No)]
    [InlineData("none", true, ExitCodes.Done)]
    public async Task Fail_on_decides_the_exit_code(string level, bool withError, int exitCode)
    {
        Answer(withError ? [_error, _note] : [_note]);

        var run = await _cli.RunAsync("review", "--fail-on", level);

        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task Text_has_place_severity_rule_and_message()
    {
        Answer([_error, _note]);

        var run = await _cli.RunAsync("review");

        var expected = """
            src/A b,c.cs:3-4  error  off-by-one  (plausible, model)
                100% wrong:
                reads past the end
                suggestion: use <

            src/A b,c.cs:3-4  note  CS0168  (proved, compiler)
                100% wrong:
                reads past the end

            2 findings: 1 error, 1 note

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), run.Out);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format", "json")]
    public async Task Json_is_the_contracts_object(params string[] arguments)
    {
        Answer([_error]);

        var run = await _cli.RunAsync(["review", .. arguments]);

        var finding = run.Json.GetProperty("findings")[0];
        foreach (
            var member in (string[])["id", "path", "rule", "message", "suggestion", "witness", "source", "fingerprint"]
        )
        {
            Assert.Equal(JsonValueKind.String, finding.GetProperty(member).ValueKind);
        }

        Assert.True(run.Json.GetProperty("complete").GetBoolean());
        Assert.Equal(0, run.Json.GetProperty("skipped").GetArrayLength());
    }

    [Fact]
    public async Task GitHub_escapes_properties_and_messages()
    {
        Answer([_error, _note]);

        var run = await _cli.RunAsync("review", "--format", "github");

        var expected = """
            ::error file=src/A b%2Cc.cs,line=3,endLine=4,title=off-by-one::100%25 wrong:%0Areads past the end%0ASuggestion: use <
            ::notice file=src/A b%2Cc.cs,line=3,endLine=4,title=CS0168::100%25 wrong:%0Areads past the end

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), run.Out);
    }

    [Fact]
    public async Task Sarif_has_what_the_standard_requires()
    {
        Answer(
            [_error, _note, _error with { Severity = "warning", StartLine = 0, EndLine = 0 }],
            new SkippedFile("x.bin", "binary")
        );

        var run = await _cli.RunAsync("review", "--format", "sarif");

        Assert.Equal("2.1.0", run.Json.GetProperty("version").GetString());
        var report = run.Json.GetProperty("runs")[0];
        var driver = report.GetProperty("tool").GetProperty("driver");
        Assert.Equal("gptoss", driver.GetProperty("name").GetString());
        var rules = driver
            .GetProperty("rules")
            .EnumerateArray()
            .Select(rule => rule.GetProperty("id").GetString())
            .ToList();
        Assert.Equal(["CS0168", "off-by-one"], rules);
        var results = report.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["error", "note", "warning"], results.Select(result => result.GetProperty("level").GetString()));
        foreach (var result in results)
        {
            var rule = result.GetProperty("ruleIndex").GetInt32();
            Assert.Equal(rules[rule], result.GetProperty("ruleId").GetString());
            Assert.NotEqual("", result.GetProperty("message").GetProperty("text").GetString());
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            var uri = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            Assert.Equal("src/A%20b%2Cc.cs", uri);
            Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative));
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.NotEmpty(result.GetProperty("partialFingerprints").EnumerateObject());
        }

        var notices = report.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications");
        Assert.Contains("x.bin", notices[0].GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Output_goes_to_the_file_and_not_to_standard_output()
    {
        Answer([_error]);

        var run = await _cli.RunAsync("review", "--format", "json", "--output", "report.json");

        Assert.Equal((ExitCodes.No, ""), (run.ExitCode, run.Out));
        using var saved = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_cli.Work, "report.json")));
        Assert.Equal(1, saved.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task Time_that_was_up_is_said_with_what_was_not_reviewed()
    {
        _cli.Daemon.Answer(
            DaemonMethods.Review,
            new ReviewResult([], [new SkippedFile("big.cs", "no time")], false, CliHarness.Timings)
        );

        var run = await _cli.RunAsync("review", "--timeout", "0.5", "--quiet");

        Assert.Equal((ExitCodes.Done, "no findings in what was reviewed\n"), (run.ExitCode, run.Out));
        Assert.Contains("not reviewed: big.cs: no time", run.Error);
    }

    [Fact]
    public async Task Scope_travels_as_it_was_chosen()
    {
        Answer([]);
        _cli.Write("c.patch", "--- a\n+++ b\n");
        _cli.Input = "piped patch"u8.ToArray();

        await _cli.RunAsync("review");
        await _cli.RunAsync("review", "--working");
        await _cli.RunAsync("review", "--range", "main..HEAD~2", "--timeout", "30");
        await _cli.RunAsync("review", "--patch", "c.patch");
        await _cli.RunAsync("review", "--patch", "-");

        var sent = _cli.Daemon.Calls.Select(call => call.Params).ToList();
        Assert.Equal(
            ["staged", "working", "range", "patch", "patch"],
            sent.Select(one => one.GetProperty("scope").GetString())
        );
        Assert.Equal("main..HEAD~2", sent[2].GetProperty("range").GetString());
        Assert.Equal(30, sent[2].GetProperty("timeoutSeconds").GetDouble());
        Assert.Equal("--- a\n+++ b\n", sent[3].GetProperty("patch").GetString());
        Assert.Equal("piped patch", sent[4].GetProperty("patch").GetString());
    }

    [Fact]
    public async Task Variables_of_a_hook_travel_with_the_request()
    {
        Answer([]);
        _cli.Variables["GIT_INDEX_FILE"] = ".git/next-index-1.lock";
        _cli.Variables["GIT_CONFIG_COUNT"] = "1";
        _cli.Variables["GIT_CONFIG_KEY_0"] = "core.x";
        _cli.Variables["GIT_CONFIG_VALUE_0"] = "y";
        _cli.Variables["GIT_AUTHOR_NAME"] = "somebody";

        await _cli.RunAsync("review");

        var git = _cli.Daemon.Calls.Single().Params.GetProperty("git");
        Assert.Equal(_cli.Work, git.GetProperty("folder").GetString());
        Assert.Equal(
            ["GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0", "GIT_INDEX_FILE"],
            git.GetProperty("variables").EnumerateObject().Select(v => v.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Skipped_files_are_one_line_for_each_reason()
    {
        _cli.Daemon.Answer(
            DaemonMethods.Review,
            new ReviewResult(
                [],
                [
                    .. Enumerable.Range(1, 7).Select(i => new SkippedFile($"{i}.cs", "binary")),
                    new SkippedFile("a.md", "not a C# file"),
                ],
                false,
                CliHarness.Timings
            )
        );

        var run = await _cli.RunAsync("review", "--quiet");

        Assert.Equal(
            [
                "not reviewed: 1.cs, 2.cs, 3.cs, 4.cs, 5.cs and 2 more: binary",
                "not reviewed: a.md: not a C# file",
                "the review is not complete: what could not be looked at is named above",
            ],
            run.Error.Trim().Split('\n').Select(l => l.Replace("gptoss: ", "", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("--staged", "--working")]
    [InlineData("--patch", "gone.patch")]
    [InlineData("--patch", "binary.patch")]
    [InlineData("--range", "HEAD")]
    [InlineData("--range", "..")]
    [InlineData("--range=--output=x..y")]
    [InlineData("--format", "xml")]
    [InlineData("--fail-on", "fatal")]
    [InlineData("--timeout", "0")]
    [InlineData("--timeout", "soon")]
    [InlineData("--output", "nowhere/report.json")]
    [InlineData("--output", ".git")]
    public async Task Review_of_what_makes_no_sense_is_bad_input(params string[] arguments)
    {
        await File.WriteAllBytesAsync(Path.Combine(_cli.Work, "binary.patch"), [0x00, 0xff, 0x01]);
        Answer([]);

        var run = await _cli.RunAsync(["review", .. arguments]);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.StartsWith("gptoss: ", run.OneErrorLine);
        Assert.Empty(_cli.Daemon.Calls);
    }

    private void Answer(Finding[] findings, params SkippedFile[] skipped) =>
        _cli.Daemon.Answer(DaemonMethods.Review, new ReviewResult(findings, skipped, true, CliHarness.Timings));
}
