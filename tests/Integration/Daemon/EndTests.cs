using GptOssDev.Client;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Integration.Daemon;

public sealed class EndTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Signal_ends_the_daemon_with_0_and_leaves_no_socket_and_no_process(string signal)
    {
        await using var world = new DaemonWorld();
        using var daemon = world.Start("--foreground");
        Assert.StartsWith("ready", await daemon.StandardOutput.ReadLineAsync().WaitAsync(DaemonWorld.Patience));
        await using var client = await world.ConnectAsync();
        Assert.Equal(daemon.Id, (await DaemonWorld.StatusAsync(client)).Pid);
        await DaemonWorld.SignalAsync(daemon.Id, signal);
        await daemon.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);
        Assert.Equal(0, daemon.ExitCode);
        Assert.False(File.Exists(world.Endpoint.Address));
        Assert.Empty(world.Processes());
        Assert.Equal("", await daemon.StandardError.ReadToEndAsync());
        var e = await Assert.ThrowsAsync<DaemonException>(() => DaemonWorld.StatusAsync(client));
        Assert.Equal(DaemonFailure.ConnectionLost, e.Reason);
    }

    [Fact]
    public async Task Killed_daemon_is_told_in_one_line_and_the_next_call_works()
    {
        await using var world = new DaemonWorld();
        await using var client = await world.ConnectAsync();
        var first = (await DaemonWorld.StatusAsync(client)).Pid;
        await DaemonWorld.SignalAsync(first, "KILL");
        await world.UntilProcessesAsync(0);
        var e = await Assert.ThrowsAsync<DaemonException>(() => DaemonWorld.StatusAsync(client));
        Assert.Equal(DaemonFailure.ConnectionLost, e.Reason);
        Assert.DoesNotContain('\n', e.Message);
        Assert.True(File.Exists(world.Endpoint.Address), "kill -9 leaves the socket");
        Assert.NotEqual(first, (await world.StatusAsync()).Pid);
    }

    [Fact]
    public async Task Shutdown_is_answered_and_ends_the_daemon()
    {
        await using var world = new DaemonWorld();
        await using var client = await world.ConnectAsync();
        await client
            .CallAsync(
                Methods.Shutdown,
                new EmptyParams(),
                ProtocolJson.Default.EmptyParams,
                ProtocolJson.Default.EmptyResult
            )
            .WaitAsync(DaemonWorld.Patience);
        await client.Ended.WaitAsync(DaemonWorld.Patience);
        await world.UntilProcessesAsync(0);
        Assert.False(File.Exists(world.Endpoint.Address));
    }

    [Fact]
    public async Task Daemon_that_is_going_away_is_followed_by_a_new_one()
    {
        await using var world = new DaemonWorld();
        for (var round = 0; round < 5; round++)
        {
            var pid = (await world.StatusAsync()).Pid;
            await DaemonWorld.SignalAsync(pid, "TERM");
            // Not waiting: the next client meets the old daemon in the middle of its end.
            await world.UntilAsync("the socket is gone", () => !File.Exists(world.Endpoint.Address));
            Assert.NotEqual(pid, (await world.StatusAsync()).Pid);
        }
    }

    [Fact]
    public async Task Idle_daemon_ends_by_itself_and_not_before_its_client_leaves()
    {
        await using var world = new DaemonWorld(("GPTOSS_IDLE_EXIT_SECONDS", "0.5"));
        await using (var client = await world.ConnectAsync())
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            Assert.Equal(1, (await DaemonWorld.StatusAsync(client)).Clients);
        }
        await world.UntilProcessesAsync(0);
        Assert.False(File.Exists(world.Endpoint.Address));
    }

    [Fact]
    public async Task Daemon_outlives_the_streams_and_the_session_of_its_starter()
    {
        await using var world = new DaemonWorld();
        var pid = (await world.StatusAsync()).Pid;
        for (var descriptor = 0; descriptor <= 2; descriptor++)
        {
            Assert.Equal("/dev/null", new FileInfo($"/proc/{pid}/fd/{descriptor}").LinkTarget);
        }
        // The sixth field of stat is the session; a leader's is its own process id.
        var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat");
        Assert.Equal(pid.ToString(), stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]);
    }

    [Fact]
    public async Task Private_daemon_answers_and_ends_with_its_client()
    {
        await using var world = new DaemonWorld();
        await using (var client = await DaemonClient.ConnectAsync(world.Options with { Private = true }))
        {
            var status = await DaemonWorld.StatusAsync(client);
            Assert.Equal("stdio", status.Endpoint);
            Assert.Equal(status.Pid, Assert.Single(world.Processes()));
        }
        Assert.Empty(world.Processes());
        Assert.False(File.Exists(world.Endpoint.Address));
    }

    [Fact]
    public async Task Killed_private_daemon_is_told_in_one_line()
    {
        await using var world = new DaemonWorld();
        await using var client = await DaemonClient.ConnectAsync(world.Options with { Private = true });
        await DaemonWorld.SignalAsync((await DaemonWorld.StatusAsync(client)).Pid, "KILL");
        await world.UntilProcessesAsync(0);
        var e = await Assert.ThrowsAsync<DaemonException>(() => DaemonWorld.StatusAsync(client));
        Assert.Equal(DaemonFailure.ConnectionLost, e.Reason);
    }

    [Fact]
    public async Task Stdio_daemon_with_closed_input_ends_with_0()
    {
        await using var world = new DaemonWorld();
        using var daemon = world.Start("--stdio");
        daemon.StandardInput.Close();
        await daemon.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);
        Assert.Equal(0, daemon.ExitCode);
        Assert.Equal("", await daemon.StandardOutput.ReadToEndAsync());
    }
}
