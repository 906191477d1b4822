using System.Diagnostics;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Ctrl-C ends a command within a second, wherever it is, and frees the daemon for the next one.</summary>
[Collection(AloneGroup.Name)]
public sealed class InterruptTests(ITestOutputHelper output)
{
    private const int Interrupted = 130;

    // What people feel as at once. The machine may be busy with something else for a moment, so the best of a few counts.
    private static readonly TimeSpan _atOnce = TimeSpan.FromSeconds(1);
    private const int Tries = 3;

    [Fact]
    public async Task Interrupt_of_a_long_explanation_ends_at_once_and_leaves_an_empty_queue()
    {
        await using var world = new ProgramWorld();
        SampleCode.WriteProject(world, "");
        (await world.RunAsync("explain", "Plain.cs:10-13")).AssertCode(0);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Tries && best > _atOnce; i++)
        {
            using var explain = world.Start("explain", "Plain.cs");
            Assert.NotEqual(-1, await ReadAsync(explain));
            var time = await InterruptAsync(explain);
            var queue = (await world.StatusAsync()).GetProperty("queue");
            Assert.Equal("""{"running":0,"waiting":0,"requests":0}""", queue.GetRawText());
            best = time < best ? time : best;
        }
        output.WriteLine($"ended {best.TotalMilliseconds:0} ms after the signal");
        Assert.True(best < _atOnce, best.ToString());
    }

    [Theory]
    [InlineData(0, "explain", "Plain.cs")]
    [InlineData(30, "explain", "Plain.cs")]
    [InlineData(80, "explain", "Plain.cs", "--json")]
    [InlineData(150, "complete", "Plain.cs:31:42", "--trust")]
    [InlineData(300, "ask", "What?")]
    [InlineData(600, "refactor", "Tidy up.", "Plain.cs", "--trust")]
    [InlineData(400, "explain", "Plain.cs", "--no-daemon")]
    [InlineData(1500, "explain", "Plain.cs", "--no-daemon")]
    [InlineData(500, "logs", "--follow")]
    [InlineData(700, "lsp")]
    [InlineData(700, "demo")]
    public async Task Interrupt_at_any_moment_ends_at_once(int milliseconds, params string[] arguments)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Tries && best > _atOnce; i++)
        {
            await using var world = new ProgramWorld();
            SampleCode.WriteProject(world, "");
            if (arguments[0] == "logs")
            {
                await world.StatusAsync();
            }
            using var run = world.Start(arguments);
            // Before the runtime is up the signal ends the process in the system's way.
            await Task.Delay(milliseconds);
            var time = await InterruptAsync(run);
            best = time < best ? time : best;
            (await world.RunAsync("status")).AssertCode(0);
            // A build that was under way ends too.
            await world.Daemons.UntilProcessesAsync(1);
        }
        output.WriteLine($"ended {best.TotalMilliseconds:0} ms after the signal");
        Assert.True(best < _atOnce, best.ToString());
    }

    private static async Task<TimeSpan> InterruptAsync(Process process)
    {
        var start = Stopwatch.GetTimestamp();
        await DaemonWorld.SignalAsync(process.Id, "INT");
        await process.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);
        var time = Stopwatch.GetElapsedTime(start);
        Assert.Equal(Interrupted, process.ExitCode);
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(DaemonWorld.Patience);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        return time;
    }

    private static async Task<int> ReadAsync(Process process)
    {
        var one = new char[1];
        return await process.StandardOutput.ReadAsync(one).AsTask().WaitAsync(DaemonWorld.Patience) == 1 ? one[0] : -1;
    }
}
