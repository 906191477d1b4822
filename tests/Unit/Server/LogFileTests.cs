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
            log.Warn("careful");
        }
        Assert.Equal("1970-01-01T00:00:00.000Z warn careful\n", File.ReadAllText(_folder.File("d.log")));
    }

    [Fact]
    public void Lines_of_one_event_are_indented_and_bounded()
    {
        using (var log = new LogFile(_folder.Path, "d", new LogLimits(), _time))
        {
            log.Error("one\r\ntwo");
            log.Info(new string('x', 1_000_000));
        }
        string[] lines = File.ReadAllLines(_folder.File("d.log"));
        Assert.Equal(["1970-01-01T00:00:00.000Z error one", "    two"], lines[..2]);
        Assert.True(lines[2].Length < 20_000);
    }

    [Fact]
    public void Full_file_is_set_aside_and_few_are_kept()
    {
        using (var log = new LogFile(_folder.Path, "d", new LogLimits(MaxBytes: 100, KeptFiles: 3), _time))
        {
            for (int i = 0; i < 20; i++)
                log.Info($"event {i:00} {new string('x', 30)}");
        }
        string[] files = [.. Directory.GetFiles(_folder.Path, "*.log").Select(Path.GetFileName).Order()!];
        Assert.Equal(["d.1.log", "d.2.log", "d.log"], files);
        Assert.Contains("event 19", File.ReadAllText(_folder.File("d.log")));
        Assert.Contains("event 18", File.ReadAllText(_folder.File("d.1.log")));
        Assert.Contains("event 17", File.ReadAllText(_folder.File("d.2.log")));
        Assert.All(Directory.GetFiles(_folder.Path, "*.log"), file => Assert.True(new FileInfo(file).Length <= 100));
    }

    [Fact]
    public void Second_writer_goes_without_a_log_and_says_so()
    {
        using var first = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        using var second = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        second.Info("lost");
        first.Info("kept");
        Assert.StartsWith("no log: ", second.State);
        Assert.Equal(_folder.File("d.log"), first.State);
    }

    [Fact]
    public void Log_that_cannot_be_written_comes_back_when_it_can()
    {
        string path = _folder.File("logs");
        File.WriteAllText(path, "in the way");
        using var log = new LogFile(path, "d", new LogLimits(), _time);
        log.Info("lost");
        Assert.StartsWith("no log: ", log.State);
        File.Delete(path);
        log.Info("lost too: it does not try at every line");
        _time.Advance(TimeSpan.FromMinutes(2));
        log.Info("kept");
        Assert.Equal(Path.Join(path, "d.log"), log.State);
    }

    [Fact]
    public void Closed_log_takes_lines_without_complaint()
    {
        var log = new LogFile(_folder.Path, "d", new LogLimits(), _time);
        log.Dispose();
        log.Info("late");
        Assert.Equal("", File.ReadAllText(_folder.File("d.log")));
    }
}
