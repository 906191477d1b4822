using System.Diagnostics;
using GptOssDev.Client;
using GptOssDev.Contracts;
using GptOssDev.Tests.Integration.Daemon;
using GptOssDev.Tests.Integration.Llama;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Integration.Engine;

/// <summary>
/// Damaged model files asked of one running daemon: each is answered by a line of ours or loads, and the daemon lives on.
/// </summary>
public sealed class DamagedModelLoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    // Other damages than those of the tests without a daemon.
    private const int FirstNumber = 1_000_000;
    private readonly string _folder = Directory.CreateDirectory(NewFolder()).FullName;
    private DaemonWorld _world = null!;
    private DaemonClient _client = null!;
    private int _pid;

    public async ValueTask InitializeAsync()
    {
        _world = new DaemonWorld(("GPTOSS_THREADS", "1"), ("GPTOSS_CONTEXT_TOKENS", "256"));
        _client = await _world.ConnectAsync();
        _pid = (await DaemonWorld.StatusAsync(_client)).Pid;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _world.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public Task Single_file_damaged_7500_ways_leaves_the_daemon_alive() =>
        RunAsync(DamagedModel.Smallest, damagedFile: 0, missing: null, cases: 7500);

    [Fact]
    public Task First_shard_damaged_1000_ways_leaves_the_daemon_alive() =>
        RunAsync(DamagedModel.Smallest with { Shards = 3 }, damagedFile: 0, missing: null, cases: 1000);

    [Fact]
    public Task Later_shard_damaged_1000_ways_leaves_the_daemon_alive() =>
        RunAsync(DamagedModel.Smallest with { Shards = 3 }, damagedFile: 1, missing: null, cases: 1000);

    [Fact]
    public Task Shard_missing_beside_500_damages_leaves_the_daemon_alive() =>
        RunAsync(DamagedModel.Smallest with { Shards = 3 }, damagedFile: 0, missing: 2, cases: 500);

    private async Task RunAsync(TinyGptOssOptions options, int damagedFile, int? missing, int cases)
    {
        // Two in turn: the daemon answers for a path it has loaded without looking at the file again.
        DamagedModel[] models =
        [
            new DamagedModel(_folder, options, damagedFile, "even"),
            new DamagedModel(_folder, options, damagedFile, "odd"),
        ];
        if (missing is { } shard)
        {
            foreach (var model in models)
            {
                File.Delete(model.Files[shard]);
            }
        }
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < cases; i++)
        {
            models[i % 2].Damage(FirstNumber + i);
            var outcome = await LoadAsync(models[i % 2].First, FirstNumber + i);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }
        output.WriteLine($"{cases} cases in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        output.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
        Assert.Equal(missing is null, outcomes.ContainsKey("loads"));
        Assert.Contains(outcomes.Keys, outcome => outcome != "loads");

        if (missing is null)
        {
            await LoadCleanAsync(TinyGptOss.Write(_folder, options, "good"));
        }
        var status = await _world.StatusAsync();
        Assert.Equal(_pid, status.Pid);
        Assert.Equal(_pid, Assert.Single(_world.Processes()));
        Assert.Equal(0, status.Queue.Requests);
    }

    private async Task<string> LoadAsync(string path, int number)
    {
        try
        {
            await LoadCleanAsync(path);
            return "loads";
        }
        catch (DaemonException e)
        {
            Assert.True(
                e.ErrorCode is ErrorCodes.Environment or ErrorCodes.BadInput,
                $"damage {number}: {e.Reason} {e.ErrorCode} {e.Message}"
            );
            Assert.DoesNotContain('\n', e.Message);
            return e.ErrorData!.Value.GetProperty("reason").GetString()!;
        }
    }

    private async Task LoadCleanAsync(string path) =>
        await _client
            .CallAsync(
                Methods.ModelLoad,
                new ModelParams(path),
                ProtocolJson.Default.ModelParams,
                ProtocolJson.Default.EmptyResult
            )
            .WaitAsync(DaemonWorld.Patience);

    private static string NewFolder()
    {
        // Memory, where there is such a folder: ten thousand files are written.
        const string Memory = "/dev/shm";
        var parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        return Path.Join(parent, "gptoss-damaged-" + Guid.NewGuid().ToString("N"));
    }
}
