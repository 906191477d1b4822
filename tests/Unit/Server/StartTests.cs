using GptOssDev.Client.Settings;
using GptOssDev.Server.Host;
using GptOssDev.Tests.Unit.Client;
using Xunit;

namespace GptOssDev.Tests.Unit.Server;

public sealed class StartTests
{
    [Theory]
    [InlineData(nameof(DaemonMode.Socket))]
    [InlineData(nameof(DaemonMode.Socket), "--socket")]
    [InlineData(nameof(DaemonMode.Stdio), "--stdio")]
    [InlineData(nameof(DaemonMode.Foreground), "--foreground", "--foreground")]
    public void Arguments_name_the_mode(string mode, params string[] arguments)
    {
        var parsed = DaemonArguments.Parse(arguments);
        Assert.Null(parsed.Problem);
        Assert.Equal(mode, parsed.Mode.ToString());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("x")]
    [InlineData("--socket", "--stdio")]
    public void Arguments_that_make_no_sense_are_one_line(params string[] arguments)
    {
        var problem = Assert.IsType<string>(DaemonArguments.Parse(arguments).Problem);
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("0", null)]
    [InlineData("-1", 3600.0)]
    [InlineData("soon", 3600.0)]
    [InlineData("NaN", 3600.0)]
    [InlineData("1e300", 3600.0)]
    [InlineData(null, 3600.0)]
    public void Idle_exit_comes_from_the_environment(string? value, double? seconds)
    {
        var settings = DaemonSettings.Read(
            World.Linux(("GPTOSS_IDLE_EXIT_SECONDS", value)),
            ResolvedSettings.Resolve(new SettingsSources(null, null, _ => null))
        );
        Assert.Equal(seconds, settings.IdleExit?.TotalSeconds);
    }

    [Fact]
    public void Instance_lock_is_held_by_one_and_free_again_after_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("new/d.lock");
        using (var first = InstanceLock.TryTake(path))
        {
            Assert.NotNull(first);
            Assert.Null(InstanceLock.TryTake(path));
        }
        using var next = InstanceLock.TryTake(path);
        Assert.NotNull(next);
    }

    [Fact]
    public void Instance_lock_that_cannot_be_made_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        var e = Assert.Throws<ServerException>(() => InstanceLock.TryTake(folder.File("file/d.lock")));
        Assert.Equal(ServerFailure.Endpoint, e.Reason);
        Assert.DoesNotContain('\n', e.Message);
    }
}
