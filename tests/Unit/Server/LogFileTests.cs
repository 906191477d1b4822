using GptOssDev.Server.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Event_is_one_line_with_time_and_level()
    {
        using (var log = new LogFile(_folder.Path, "d", new LogLimits(), _time))
        {
            Assert.Equal(_folder.File("d.log"), log.State);
            log.Write("warn", "test", "careful");
        }
        Assert.Equal("1970-01-01T00:00:00.000Z warn test: careful\n", File.ReadAllText(_folder.File("d.log")));
    }

    [Fact]
    public void Lines_of_one_event_are_indented_and_bounded()
    {
        using (var log = new LogFile(_folder.Path, "d", new LogLimits(), _time))
        {
            log.Write("error", "test", "one\r\ntwo");
            log.Write("info", "test", new string('x', 1_000_000));
        }
        var lines = File.ReadAllLines(_folder.File("d.log"));
        Assert.Equal(["1970-01-01T00:00:00.000Z error test: one", "    two"], lines[..2]);
        Assert.True(lines[2].Length < 20_000);
    }

    [Fact]
    public void Full_file_is_set_aside_and_few_are_kept()
    {
        using (var log = new LogFile(_folder.Path, "d", new LogLimits(MaxBytes: 110, KeptFiles: 3), _time))
        {
            for (var i = 0; i < 20; i++)
            {
                log.Write("info", "test", $"event {i:00} {new string('x', 30)}");
            }
        }
        string[] files = [.. Directory.GetFiles(_folder.Path, "*.log").Select(Path.GetFileName).Order()!];
        Assert.Equal(["d.1.log", "d.2.log", "d.log"], files);
        Assert.Contains("event 19", File.ReadAllText(_folder.File("d.log")));
        Assert.Contains("event 18", File.ReadAllText(_folder.File("d.1.log")));
        Assert.Contains("event 17", File.ReadAllText(_folder.File("d.2.log")));
        Assert.All(Directory.GetFiles(_folder.Path, "*.log"), file => Assert.True(new FileInfo(file).Length <= 110));
    }

    [Fact]
    public void Second_writer_goes_without_a_log_and_says_so()
    {
        using var first = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        using var second = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        second.Write("info", "test", "lost");
        first.Write("info", "test", "kept");
        Assert.StartsWith("no log: ", second.State);
        Assert.Equal(_folder.File("d.log"), first.State);
    }

    [Fact]
    public void Log_that_cannot_be_written_comes_back_when_it_can()
    {
        var path = _folder.File("logs");
        File.WriteAllText(path, "in the way");
        using var log = new LogFile(path, "d", new LogLimits(), _time);
        log.Write("info", "test", "lost");
        Assert.StartsWith("no log: ", log.State);
        File.Delete(path);
        log.Write("info", "test", "lost too: it does not try at every line");
        _time.Advance(TimeSpan.FromMinutes(2));
        log.Write("info", "test", "kept");
        Assert.Equal(Path.Join(path, "d.log"), log.State);
    }

    [Fact]
    public void Deleted_file_is_made_again_with_its_folder()
    {
        var path = _folder.File("logs");
        using var log = new LogFile(path, "d", new LogLimits(), _time);
        log.Write("info", "test", "lost with the file");
        Directory.Delete(path, recursive: true);
        log.Write("info", "test", "kept");
        Assert.Equal("1970-01-01T00:00:00.000Z info test: kept\n", Read(log.State));
    }

    [Fact]
    public void Files_that_cannot_be_set_aside_do_not_stop_the_log()
    {
        Directory.CreateDirectory(Path.Join(_folder.Path, "d.1.log", "in the way"));
        using var log = new LogFile(_folder.Path, "d", new LogLimits(MaxBytes: 100, KeptFiles: 2), _time);
        for (var i = 0; i < 5; i++)
        {
            log.Write("info", "test", new string('x', 60));
        }
        Assert.StartsWith("no log: ", log.State);
        Directory.Delete(Path.Join(_folder.Path, "d.1.log"), recursive: true);
        _time.Advance(TimeSpan.FromMinutes(2));
        log.Write("info", "test", "kept");
        Assert.Contains("kept", Read(log.State));
    }

    [Fact]
    public async Task Lines_of_many_threads_stay_whole()
    {
        using var log = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(thread =>
                    Task.Run(() =>
                    {
                        for (var i = 0; i < 200; i++)
                        {
                            log.Write("info", "test", $"{thread} {i} {new string('x', 100)}");
                        }
                    })
                )
        );
        var lines = Read(log.State).TrimEnd('\n').Split('\n');
        Assert.Equal(1600, lines.Distinct().Count());
        Assert.All(lines, line => Assert.Matches(@"^1970-01-01T00:00:00\.000Z info test: \d \d+ x{100}$", line));
    }

    [Fact]
    public void Closed_log_takes_lines_without_complaint()
    {
        var log = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        log.Dispose();
        log.Write("info", "test", "late");
        Assert.Equal("", File.ReadAllText(_folder.File("d.log")));
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );
        return reader.ReadToEnd();
    }
}
