using GptOssDev.Client;
using GptOssDev.Platform.Files;
using Xunit;

namespace GptOssDev.Tests.Unit.Client;

public sealed class DaemonEnvironmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-env").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Endpoint Endpoint =>
        new(EndpointKind.UnixSocket, Path.Join(_folder, "d.sock"), Path.Join(_folder, "d.lock"), OwnsFolder: true);

    [Theory]
    [InlineData("DOTNET_ROOT")]
    [InlineData("https_proxy")]
    [InlineData("NO_PROXY")]
    [InlineData("LC_ALL")]
    [InlineData("GPTOSS_DOTNET")]
    public void Variable_with_another_value_is_named(string name)
    {
        DaemonEnvironment.Write(Endpoint, With((name, "http://user:secret@a"), ("HOME", "/h")));

        Assert.Equal([name], DaemonEnvironment.Differences(Endpoint, With((name, "b"))));
        Assert.Equal([name], DaemonEnvironment.Differences(Endpoint, With()));
        Assert.Empty(DaemonEnvironment.Differences(Endpoint, With((name, "http://user:secret@a")))!);
        Assert.DoesNotContain("secret", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void Search_path_counts_by_the_programs_it_finds()
    {
        var (one, other) = (Tool("one", "dotnet"), Tool("other", "dotnet"));
        var (empty, core) = (Path.Join(_folder, "empty"), Tool("git-core", "git"));
        DaemonEnvironment.Write(Endpoint, With(("PATH", $"{one}:{empty}")));

        Assert.Empty(
            DaemonEnvironment.Differences(Endpoint, With(("PATH", $"relative:{core}:{empty}:{one}:{other}")))!
        );
        Assert.Equal(["PATH"], DaemonEnvironment.Differences(Endpoint, With(("PATH", $"{other}:{one}"))));
        Assert.Equal(["PATH"], DaemonEnvironment.Differences(Endpoint, With(("PATH", empty))));
        Assert.Equal(["PATH"], DaemonEnvironment.Differences(Endpoint, With(("PATH", $"{one}:{Tool("g", "git")}"))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PATH x\nPATH y\n")]
    public void Daemon_that_noted_nothing_readable_is_not_compared(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(Path.Join(_folder, "d.environment"), content);
        }

        Assert.Null(DaemonEnvironment.Differences(Endpoint, With()));
    }

    private string Tool(string folder, string name)
    {
        Directory.CreateDirectory(Path.Join(_folder, folder));
        File.WriteAllText(Path.Join(_folder, folder, name), "");
        return Path.Join(_folder, folder);
    }

    private static ClientEnvironment With(params (string Name, string Value)[] variables) =>
        new()
        {
            Variable = name => variables.FirstOrDefault(v => v.Name == name).Value,
            Platform = HostPlatform.Linux,
            TempFolder = "/tmp",
            UserName = "u",
        };
}
