using GptOssDev.Server.Lifetime;
using GptOssDev.Server.Logging;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class IdleMonitorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Activity activity;
    private readonly LogFile log;
    private readonly List<string> acts = [];

    public IdleMonitorTests()
    {
        activity = new Activity(time);
        log = new LogFile(folder.Path, "d", new LogLimits(), time);
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Rule_acts_once_when_its_time_has_passed_and_again_after_an_interruption()
    {
        IdleMonitor monitor = Monitor(Rule("unload", 10, a => a.WithoutRequests));
        await AfterAsync(monitor, 9);
        Assert.Empty(acts);
        await AfterAsync(monitor, 1);
        await AfterAsync(monitor, 100);
        Assert.Equal(["unload"], acts);
        activity.BeginRequest().Dispose();
        await AfterAsync(monitor, 9);
        await AfterAsync(monitor, 2);
        Assert.Equal(["unload", "unload"], acts);
    }

    [Fact]
    public async Task Running_request_is_no_idleness_however_long()
    {
        IdleMonitor monitor = Monitor(Rule("unload", 10, a => a.WithoutRequests));
        using (activity.BeginRequest())
        {
            await AfterAsync(monitor, 1000);
            Assert.Empty(acts);
        }
        await AfterAsync(monitor, 9);
        Assert.Empty(acts);
        await AfterAsync(monitor, 1);
        Assert.Equal(["unload"], acts);
    }

    [Fact]
    public async Task Connected_client_keeps_the_daemon()
    {
        IdleMonitor monitor = Monitor(Rule("end", 10, a => a.WithoutClients));
        IDisposable one = activity.BeginClient();
        IDisposable other = activity.BeginClient();
        one.Dispose();
        one.Dispose();
        await AfterAsync(monitor, 1000);
        Assert.Equal(1, activity.Clients);
        Assert.Empty(acts);
        other.Dispose();
        await AfterAsync(monitor, 10);
        Assert.Equal(["end"], acts);
    }

    [Fact]
    public async Task Failing_rule_does_not_keep_the_next_from_acting()
    {
        var failing = new IdleRule(
            "fail",
            TimeSpan.FromSeconds(1),
            a => a.WithoutClients,
            _ => throw new InvalidCastException()
        );
        IdleMonitor monitor = Monitor(failing, Rule("end", 1, a => a.WithoutClients));
        await AfterAsync(monitor, 5);
        Assert.Equal(["end"], acts);
    }

    private IdleMonitor Monitor(params IdleRule[] rules) => new(activity, rules, log, time);

    private IdleRule Rule(string name, int seconds, Func<Activity, TimeSpan> idle) =>
        new(
            name,
            TimeSpan.FromSeconds(seconds),
            idle,
            _ =>
            {
                acts.Add(name);
                return Task.CompletedTask;
            }
        );

    private Task AfterAsync(IdleMonitor monitor, int seconds)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        return monitor.TickAsync(CancellationToken.None);
    }
}
