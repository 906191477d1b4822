using System.Diagnostics;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Daemons that end, are ended or grow idle while the program needs them.</summary>
public sealed class DaemonLifeTests
{
    private const int BadMachine = 3;

    [Fact]
    public async Task Killed_daemon_in_an_explanation_is_one_line_and_the_next_command_works()
    {
        await using var world = World();
        var pid = await world.DaemonPidAsync();
        using var explain = world.Start("explain", "Plain.cs");
        await ReadSomeAsync(explain);
        await DaemonWorld.SignalAsync(pid, "KILL");
        Assert.Equal(BadMachine, await EndAsync(explain));
        var errors = await explain.StandardError.ReadToEndAsync();
        var line = Assert.Single(
            errors.TrimEnd('\n').Split('\n'),
            l => l.StartsWith("gptoss: ", StringComparison.Ordinal)
        );
        Assert.Contains("the daemon stopped while answering", line, StringComparison.Ordinal);
        Assert.NotEqual(pid, await world.DaemonPidAsync());
        (await world.RunAsync("explain", "Plain.cs:10-13")).AssertCode(0);
    }

    [Fact]
    public async Task Terminated_daemon_in_an_explanation_leaves_no_socket_and_no_process()
    {
        await using var world = World();
        var pid = await world.DaemonPidAsync();
        using var explain = world.Start("explain", "Plain.cs");
        await ReadSomeAsync(explain);
        await DaemonWorld.SignalAsync(pid, "TERM");
        Assert.Equal(BadMachine, await EndAsync(explain));
        await world.Daemons.UntilProcessesAsync(0);
        Assert.False(File.Exists(world.Daemons.Endpoint.Address));
    }

    [Fact]
    public async Task Terminated_daemon_in_a_build_leaves_no_process()
    {
        await using var world = World();
        var pid = await world.DaemonPidAsync();
        using var refactor = world.Start("refactor", "Tidy up.", "Plain.cs:10-13", "--trust");
        await world.Daemons.UntilAsync("a build runs", () => world.Daemons.Processes().Length > 2);
        await DaemonWorld.SignalAsync(pid, "TERM");
        Assert.Equal(BadMachine, await EndAsync(refactor));
        await world.Daemons.UntilProcessesAsync(0);
    }

    [Fact]
    public async Task Private_daemon_answers_and_leaves_nothing()
    {
        await using var world = World();
        var run = await world.RunAsync("explain", "Plain.cs:10-13", "--no-daemon");
        run.AssertCode(0);
        Assert.NotEmpty(run.Output.Trim());
        Assert.Empty(world.Daemons.Processes());
        Assert.False(File.Exists(world.Daemons.Endpoint.Address));
    }

    [Fact]
    public async Task Killed_client_of_a_private_daemon_leaves_nothing()
    {
        await using var world = World();
        using var explain = world.Start("explain", "Plain.cs", "--no-daemon");
        await ReadSomeAsync(explain);
        await DaemonWorld.SignalAsync(explain.Id, "KILL");
        await world.Daemons.UntilProcessesAsync(0);
    }

    [Fact]
    public async Task Idle_daemon_unloads_its_model_and_loads_it_again()
    {
        await using var world = World(("GPTOSS_IDLE_UNLOAD_SECONDS", "1"));
        (await world.RunAsync("explain", "Plain.cs:10-13")).AssertCode(0);
        var pid = await world.DaemonPidAsync();
        var state = "";
        for (var i = 0; i < 100 && state != "unloaded"; i++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            state = (await world.StatusAsync()).GetProperty("model").GetProperty("state").GetString();
        }
        Assert.Equal("unloaded", state);
        var complete = await world.RunAsync("complete", "Plain.cs:31:42", "--no-verify", "--json");
        // Whether the model suggests something is its own affair.
        Assert.InRange(complete.Code, 0, 1);
        Assert.True(complete.Json.GetProperty("timings").GetProperty("generatedTokens").GetInt32() > 0);
        Assert.Equal(pid, await world.DaemonPidAsync());
    }

    [Fact]
    public async Task Idle_daemon_ends_and_the_next_command_works()
    {
        await using var world = World(("GPTOSS_IDLE_EXIT_SECONDS", "0.5"));
        var pid = await world.DaemonPidAsync();
        await world.Daemons.UntilProcessesAsync(0);
        Assert.False(File.Exists(world.Daemons.Endpoint.Address));
        Assert.NotEqual(pid, await world.DaemonPidAsync());
    }

    [Fact]
    public async Task Daemon_is_started_stopped_and_stopped_again()
    {
        await using var world = World();
        (await world.RunAsync("serve")).AssertCode(0);
        (await world.RunAsync("serve")).AssertCode(0);
        (await world.RunAsync("stop")).AssertCode(0);
        await world.Daemons.UntilProcessesAsync(0);
        var again = await world.RunAsync("stop");
        again.AssertCode(0);
        Assert.Equal("no daemon runs\n", again.Output);
    }

    private static ProgramWorld World(params (string, string?)[] variables)
    {
        var world = new ProgramWorld(variables);
        SampleCode.WriteProject(world, "");
        return world;
    }

    private static async Task ReadSomeAsync(Process process)
    {
        var one = new char[1];
        var count = await process.StandardOutput.ReadAsync(one).AsTask().WaitAsync(DaemonWorld.Patience);
        Assert.Equal(1, count);
    }

    private static async Task<int> EndAsync(Process process)
    {
        await process.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);
        return process.ExitCode;
    }
}
