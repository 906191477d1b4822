using GptOssDev.Client.Settings;
using GptOssDev.CodeModel.Documents;
using GptOssDev.Contracts;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Features.Generation;
using GptOssDev.Server.Completion;
using GptOssDev.Server.Logging;
using GptOssDev.Server.Stats;
using Microsoft.Extensions.Logging;
using Xunit;
using CompletionItem = GptOssDev.Features.Completion.CompletionItem;

namespace GptOssDev.Tests.Unit.Server;

/// <summary>What stands around completion in the daemon: counters, what became of suggestions, off switches.</summary>
public sealed class CompletionSurfaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly DaemonLog _log;
    private StatsStore _store;

    public CompletionSurfaceTests()
    {
        _log = new DaemonLog(new LogFile(_folder.Path, "d", new LogLimits(), TimeProvider.System));
        _store = Store();
    }

    private string StatsPath => Path.Join(_folder.Path, "state", "stats.json");

    public void Dispose()
    {
        _store.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Counters_outlive_the_daemon()
    {
        Answer(SuggestionSource.Model, isShown: true, stale: false, milliseconds: 200);
        Answer(SuggestionSource.Cache, isShown: true, stale: false, milliseconds: 2);
        _store.Dispose();
        _store = Store();
        Answer(SuggestionSource.Joined, isShown: true, stale: true, milliseconds: 50);
        Answer(SuggestionSource.Model, isShown: false, stale: false, milliseconds: 400);

        var stats = new CompletionStats(_store).Result();

        Assert.Equal(new SuggestionStats(4, 2, 1, 1, 2, 1, 0, 0, 0, 0, 0, 0), stats.Suggestions);
        Assert.Equal(new VerdictStats(2, 0, 0, 2), stats.Verdicts);
        Assert.Equal(new TokenStats(20, 10, 6), stats.Tokens);
        Assert.Equal(
            [
                new LatencyStats("cache", 1, 2, 2, 2, 2),
                new("joined", 1, 50, 50, 50, 50),
                new("model", 2, 200, 400, 400, 400),
            ],
            stats.Latencies
        );
        Assert.Equal([new LanguageStats("cs", 2, 0)], stats.Languages);
    }

    [Fact]
    public async Task Additions_of_two_daemons_at_the_same_moment_all_count()
    {
        const int Times = 50;
        StatsStore[] daemons = [Store(), Store()];
        await Task.WhenAll(
            daemons.Select(daemon =>
                Task.Run(() =>
                {
                    for (var i = 0; i < Times; i++)
                    {
                        daemon.Count(data => data.Add("accepted", 1));
                        daemon.Read();
                    }
                    daemon.Dispose();
                })
            )
        );

        Assert.Equal(2 * Times, _store.Read()["accepted"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"since\":\"x\"}")]
    [InlineData("{\"since\":\"2020-01-01T00:00:00+00:00\",\"counters\":null,\"latencies\":{}}")]
    [InlineData("{\"since\":\"2020-01-01T00:00:00+00:00\",\"counters\":{},\"latencies\":{\"model\":null}}")]
    public void Broken_file_counts_as_none(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StatsPath)!);
        File.WriteAllText(StatsPath, content);

        Answer(SuggestionSource.Model, isShown: true, stale: false, milliseconds: 1);

        Assert.Equal(1, new CompletionStats(_store).Result().Suggestions.Shown);
    }

    [Fact]
    public void File_that_cannot_be_written_is_logged_once_and_counting_goes_on()
    {
        Directory.CreateDirectory(StatsPath);

        Answer(SuggestionSource.Model, isShown: true, stale: false, milliseconds: 1);

        Assert.Equal(1, new CompletionStats(_store).Result().Suggestions.Shown);
        Assert.Equal(1, new CompletionStats(_store).Result().Suggestions.Shown);
        using var log = new StreamReader(
            new FileStream(_log.State, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
        );
        Assert.Single(
            log.ReadToEnd().Split('\n'),
            line => line.Contains("cannot be written", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Latencies_are_bounded_to_the_latest()
    {
        for (var i = 1; i <= 1000; i++)
        {
            Answer(SuggestionSource.Model, isShown: false, stale: false, milliseconds: i);
        }

        var model = Assert.Single(new CompletionStats(_store).Result().Latencies);

        Assert.Equal((500, 750), (model.Count, model.P50));
    }

    [Fact]
    public void Accepted_text_that_stands_later_was_kept()
    {
        var ledger = Ledger();
        var kept = ledger.Show(1, "file:///a.cs", "/a.cs", "Keep();");
        var gone = ledger.Show(1, "file:///a.cs", "/a.cs", "Lose();");
        ledger.Accept(1, kept, null);
        ledger.Accept(1, gone, null);

        ledger.Look(1, "file:///a.cs", "nothing yet", closing: false);
        _time.Advance(TimeSpan.FromSeconds(31));
        ledger.Look(1, "file:///b.cs", "", closing: true);
        ledger.Look(1, "file:///a.cs", "class A { Keep(); }", closing: false);
        ledger.Look(1, "file:///a.cs", "", closing: true);

        var stats = new CompletionStats(_store).Result().Suggestions;
        Assert.Equal((2, 1, 1, 14), (stats.Accepted, stats.Kept, stats.Gone, stats.AcceptedCharacters));
    }

    [Fact]
    public void Pieces_are_counted_once_and_the_whole_once()
    {
        var ledger = Ledger();
        var id = ledger.Show(1, "file:///a.cs", "/a.cs", "foo.Bar();");
        ledger.Accept(1, id, 3);
        ledger.Accept(1, id, 3);
        ledger.Accept(1, id, 7);
        ledger.Accept(1, id, 99);
        ledger.Accept(1, id, null);

        var stats = new CompletionStats(_store).Result().Suggestions;
        Assert.Equal((1, 2, 10), (stats.Accepted, stats.PartlyAccepted, stats.AcceptedCharacters));
    }

    [Fact]
    public void Suggestion_of_another_client_or_long_gone_is_passed_over()
    {
        var ledger = Ledger();
        var first = ledger.Show(1, "file:///a.cs", "/a.cs", "x");
        for (var i = 0; i < 300; i++)
        {
            ledger.Show(2, "file:///a.cs", "/a.cs", "x");
        }
        ledger.Accept(1, first, null);
        ledger.Accept(1, "s300", null);
        ledger.Reject(2, "none");

        var stats = new CompletionStats(_store).Result().Suggestions;
        Assert.Equal((0, 0), (stats.Accepted, stats.Rejected));
    }

    [Theory]
    [InlineData("*.g.cs", "src/A.g.cs", true)]
    [InlineData("*.g.cs", "src/A.cs", false)]
    [InlineData("**/Migrations/**", "src/Data/Migrations/One.cs", true)]
    [InlineData("**/Migrations/**", "Migrations/One.cs", true)]
    [InlineData("src/*/A.cs", "src/b/A.cs", true)]
    [InlineData("src/*/A.cs", "src/b/c/A.cs", false)]
    [InlineData("secrets/", "app/secrets/key.json", true)]
    [InlineData("/src/A?.cs", "src/Ab.cs", true)]
    [InlineData("[x].cs", "[x].cs", true)]
    [InlineData("a+b.cs", "aab.cs", false)]
    [InlineData("*.g.cs", "A.g.cs", true)]
    [InlineData("*.g.cs", "a/b/c/d/A.g.cs", true)]
    [InlineData("A?.cs", "src/A.cs", false)]
    [InlineData("*.*", "README", false)]
    [InlineData("*", "src/A.cs", true)]
    [InlineData("/", "A.cs", false)]
    [InlineData("src/../A.cs", "A.cs", false)]
    [InlineData("src/**/A.cs", "src/A.cs", true)]
    [InlineData("src\\old\\*", "src/old/A.cs", true)]
    [InlineData("a.cs", "A.cs", false)]
    public void Path_patterns_read_as_in_ignore_files(string pattern, string path, bool matches) =>
        Assert.Equal(matches, new PathPattern(pattern).Matches(path));

    [Fact]
    public void Switches_of_user_and_repository_count_for_the_files_below_it()
    {
        var repository = Directory.CreateDirectory(Path.Join(_folder.Path, "r", "src")).Parent!.FullName;
        File.WriteAllText(
            Path.Join(repository, ".gptoss.json"),
            """{"completionOffLanguages": "md, .json", "completionOffPaths": "*.g.cs,src/old/"}"""
        );
        CompletionEnablement switches = new(
            root => ResolvedSettings.Resolve(new SettingsSources(null, root, _ => null)),
            _time
        );

        Assert.Null(switches.DisabledReason(Path.Join(repository, "src", "A.cs")));
        Assert.Contains("off for md", switches.DisabledReason(Path.Join(repository, "README.MD")));
        Assert.Contains("off for .json", switches.DisabledReason(Path.Join(repository, "a.json")));
        Assert.Contains("off for src/A.g.cs", switches.DisabledReason(Path.Join(repository, "src", "A.g.cs")));
        Assert.NotNull(switches.DisabledReason(Path.Join(repository, "src", "old", "A.cs")));
        Assert.Null(switches.DisabledReason(Path.Join(_folder.Path, "elsewhere.json")));

        File.Delete(Path.Join(repository, ".gptoss.json"));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(switches.DisabledReason(Path.Join(repository, "a.json")));
    }

    private StatsStore Store() => new(StatsPath, _log.CreateLogger<StatsStore>(), _time);

    private AcceptanceTracker Ledger() => new(new CompletionStats(_store), _time);

    private void Answer(SuggestionSource source, bool isShown, bool stale, int milliseconds)
    {
        CompletionItem item = new("x", TextRange.At(default), CompletionVerdict.Accepted, [], 0);
        var timings = FeatureTimings.None with { PromptTokens = 10, CachedTokens = 5, GeneratedTokens = 3 };
        var outcome = new CompletionOutcome(isShown ? [item] : [], timings, null, null)
        {
            AskedModel = true,
            Rejected = 1,
        };
        new CompletionStats(_store).Answered(
            "/r/a.cs",
            new InlineCompletionOutcome(outcome, source),
            stale,
            TimeSpan.FromMilliseconds(milliseconds)
        );
    }
}
