using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>How long a person waits for the smallest command. The figure is told; a busy machine fails nothing.</summary>
[Collection(AloneGroup.Name)]
public sealed class StatusTimeTests(ITestOutputHelper output)
{
    private const int Runs = 21;

    [Fact]
    public async Task Status_of_a_running_daemon_tells_its_time()
    {
        await using var world = new ProgramWorld();
        await world.StatusAsync();
        var times = new List<double>();
        for (var i = 0; i < Runs; i++)
        {
            var run = await world.RunAsync("status", "--json");
            run.AssertCode(0);
            times.Add(run.Time.TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"status --json: median {times[Runs / 2]:0} ms, {times[0]:0} to {times[^1]:0} ms");
        Assert.Single(world.Daemons.Processes());
    }
}
