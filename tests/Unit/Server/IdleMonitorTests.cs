using GptOssDev.Server.Host;
using GptOssDev.Server.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class IdleMonitorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Activity _activity;
    private readonly DaemonLog _log;
    private readonly List<string> _acts = [];

    public IdleMonitorTests()
    {
        _activity = new Activity(_time);
        _log = new DaemonLog(new LogFile(_folder.Path, "d", new LogLimits(), _time));
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rule_acts_once_when_its_time_has_passed_and_again_after_an_interruption()
    {
        var monitor = Monitor(Rule("unload", 10, a => a.WithoutRequests));
        await AfterAsync(monitor, 9);
        Assert.Empty(_acts);
        await AfterAsync(monitor, 1);
        await AfterAsync(monitor, 100);
        Assert.Equal(["unload"], _acts);
        _activity.BeginRequest().Dispose();
        await AfterAsync(monitor, 9);
        await AfterAsync(monitor, 2);
        Assert.Equal(["unload", "unload"], _acts);
    }

    [Fact]
    public async Task Running_request_is_no_idleness_however_long()
    {
        var monitor = Monitor(Rule("unload", 10, a => a.WithoutRequests));
        using (_activity.BeginRequest())
        {
            await AfterAsync(monitor, 1000);
            Assert.Empty(_acts);
        }
        await AfterAsync(monitor, 9);
        Assert.Empty(_acts);
        await AfterAsync(monitor, 1);
        Assert.Equal(["unload"], _acts);
    }

    [Fact]
    public async Task Connected_client_keeps_the_daemon()
    {
        var monitor = Monitor(Rule("end", 10, a => a.WithoutClients));
        var one = _activity.BeginClient();
        var other = _activity.BeginClient();
        one.Dispose();
        one.Dispose();
        await AfterAsync(monitor, 1000);
        Assert.Equal(1, _activity.Clients);
        Assert.Empty(_acts);
        other.Dispose();
        await AfterAsync(monitor, 10);
        Assert.Equal(["end"], _acts);
    }

    [Fact]
    public async Task Failing_rule_does_not_keep_the_next_from_acting()
    {
        var failing = new IdleAction(
            "fail",
            TimeSpan.FromSeconds(1),
            a => a.WithoutClients,
            _ => throw new InvalidCastException()
        );
        var monitor = Monitor(failing, Rule("end", 1, a => a.WithoutClients));
        await AfterAsync(monitor, 5);
        Assert.Equal(["end"], _acts);
    }

    private IdleMonitor Monitor(params IdleAction[] rules) =>
        new(_activity, rules, _log.CreateLogger<IdleMonitor>(), _time);

    private IdleAction Rule(string name, int seconds, Func<Activity, TimeSpan> idle) =>
        new(
            name,
            TimeSpan.FromSeconds(seconds),
            idle,
            _ =>
            {
                _acts.Add(name);
                return Task.CompletedTask;
            }
        );

    private Task AfterAsync(IdleMonitor monitor, int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return monitor.TickAsync(CancellationToken.None);
    }
}
