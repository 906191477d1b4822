using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Integration.Daemon;

public sealed class LogTests
{
    [Fact]
    public async Task Changed_level_counts_while_the_daemon_runs()
    {
        await using var world = new DaemonWorld();
        await using var client = await world.ConnectAsync();
        var log = (await DaemonWorld.StatusAsync(client)).Log!;
        Assert.Contains("info host: listening at ", Read(log));
        Assert.DoesNotContain(" debug ", Read(log));

        await SetAsync(world, """{"logLevel": "error,rpc=debug"}""");
        using var patience = new CancellationTokenSource(DaemonWorld.Patience);
        while (!Read(log).Contains("debug rpc: client 1: gptoss/status took "))
        {
            await DaemonWorld.StatusAsync(client);
            await Task.Delay(20, patience.Token);
        }
        Assert.DoesNotContain(" info logging: logLevel is error", Read(log));

        await SetAsync(world, """{"logLevel": "debug"}""");
        await world.UntilAsync("the level is logged", () => Read(log).Contains("info logging: logLevel is debug"));
        await world.StatusAsync();
        await world.UntilAsync("clients are logged", () => Read(log).Contains("debug rpc: client 2: disconnected"));
    }

    [Fact]
    public async Task Log_that_is_deleted_is_written_again()
    {
        await using var world = new DaemonWorld(("GPTOSS_LOG_LEVEL", "debug"));
        await using var client = await world.ConnectAsync();
        var log = (await DaemonWorld.StatusAsync(client)).Log!;
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
        await DaemonWorld.StatusAsync(client);
        await world.UntilAsync("the log is there", () => File.Exists(log) && Read(log).Contains(Methods.Status));
    }

    private static async Task SetAsync(DaemonWorld world, string text)
    {
        var folder = Directory.CreateDirectory(Path.Join(world.Folder, "config", "gptoss")).FullName;
        await File.WriteAllTextAsync(Path.Join(folder, "config.json"), text);
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );
        return reader.ReadToEnd();
    }
}
