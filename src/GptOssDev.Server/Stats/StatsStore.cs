using System.Text.Json;
using GptOssDev.Platform.Files;
using Microsoft.Extensions.Logging;

namespace GptOssDev.Server.Stats;

/// <summary>
/// The user's counters, in memory and in one local file. What is new is added to the file now and then and at the end, whole and
/// atomically; a file that cannot be read counts as none, one that cannot be written is logged once and counting goes on. Several
/// daemons add to the same file, one after the other: who finds its lock taken keeps its addition for later. Any thread.
/// </summary>
internal sealed class StatsStore : IDisposable
{
    private const int MaxFileBytes = 1 << 20;
    private static readonly TimeSpan _writeAfter = TimeSpan.FromSeconds(10);

    // Another daemon holds the lock for the time of one write; at the end there is no later.
    private static readonly TimeSpan _lastWait = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly ILogger<StatsStore> _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private StatsData _fresh;
    private bool _scheduled;
    private bool _told;

    public StatsStore(string file, ILogger<StatsStore> log, TimeProvider time)
    {
        File = file;
        _log = log;
        _time = time;
        _fresh = StatsData.Empty(time.GetUtcNow());
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string File { get; }

    /// <summary>Counts. The change must be short: it runs under the store's lock.</summary>
    public void Count(Action<StatsData> change)
    {
        lock (_gate)
        {
            change(_fresh);
            Schedule();
        }
    }

    /// <summary>All that was counted so far, by this daemon and those before.</summary>
    public StatsData Read()
    {
        Flush();
        lock (_gate)
        {
            var all = Load();
            all.Add(_fresh);
            return all;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        SpinWait.SpinUntil(Flush, _lastWait);
    }

    private void Schedule()
    {
        if (_scheduled)
        {
            return;
        }
        _scheduled = true;
        _timer.Change(_writeAfter, Timeout.InfiniteTimeSpan);
    }

    /// <returns>False when another daemon is writing.</returns>
    private bool Flush()
    {
        lock (_gate)
        {
            _scheduled = false;
            if (_fresh.IsEmpty)
            {
                return true;
            }
            try
            {
                using var turn = FileLock.TryTake(File + ".lock");
                if (turn is null)
                {
                    Schedule();
                    return false;
                }
                var all = Load();
                all.Add(_fresh);
                AtomicFile.Write(File, JsonSerializer.SerializeToUtf8Bytes(all, StatsJson.Default.StatsData));
                _fresh = StatsData.Empty(_time.GetUtcNow());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_told)
                {
                    _log.LogWarning("the counters in {File} cannot be written: {Reason}", File, e.Message);
                }
                _told = true;
            }
            return true;
        }
    }

    private StatsData Load()
    {
        try
        {
            var file = new FileInfo(File);
            if (file.Exists && file.Length <= MaxFileBytes)
            {
                var read = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(File), StatsJson.Default.StatsData);
                if (
                    read is { Counters: not null, Latencies: not null }
                    && read.Latencies.Values.All(s => s is not null)
                )
                {
                    return read;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Counters are worth less than the work they count: begin anew.
        }
        return StatsData.Empty(_time.GetUtcNow());
    }
}
