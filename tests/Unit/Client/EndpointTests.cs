using System.Text;
using GptOssDev.Client;
using GptOssDev.Platform.Files;
using Xunit;

namespace GptOssDev.Tests.Unit.Client;

public sealed class EndpointTests
{
    [Fact]
    public void Socket_lies_in_the_runtime_folder_with_its_version()
    {
        var endpoint = Endpoint.Resolve(World.Linux(("XDG_RUNTIME_DIR", "/run/user/7"), ("HOME", "/h")), "1.2.3");
        Assert.Equal(EndpointKind.UnixSocket, endpoint.Kind);
        Assert.Equal("/run/user/7/gptoss/gptossd-1.2.3.sock", endpoint.Address);
        Assert.Equal("/run/user/7/gptoss/gptossd-1.2.3.lock", endpoint.LockPath);
        Assert.True(endpoint.OwnsFolder);
    }

    [Theory]
    [InlineData("XDG_STATE_HOME", "/x/state", "/x/state/gptoss/run/")]
    [InlineData("HOME", "/home/ann", "/home/ann/.local/state/gptoss/run/")]
    [InlineData("NOTHING", "", "/tmp/gptoss-")]
    public void Socket_without_a_runtime_folder_lies_with_the_state_or_in_temp(string name, string value, string start)
    {
        // The state needs every folder only when HOME is missing, so the others are given.
        var endpoint = Endpoint.Resolve(
            World.Linux((name, value), ("XDG_CACHE_HOME", "/c"), ("XDG_CONFIG_HOME", "/f")),
            "1.2.3"
        );
        Assert.StartsWith(start, endpoint.Address);
    }

    [Fact]
    public void Path_too_long_for_a_socket_becomes_a_short_one_of_its_own()
    {
        var one = Endpoint.Resolve(World.Linux(("XDG_RUNTIME_DIR", "/" + new string('a', 200))), "1.2.3");
        var other = Endpoint.Resolve(World.Linux(("XDG_RUNTIME_DIR", "/" + new string('b', 200))), "1.2.3");
        Assert.StartsWith("/tmp/gptoss-", one.Address);
        Assert.True(Encoding.UTF8.GetByteCount(one.Address) <= 103);
        Assert.NotEqual(one.Address, other.Address);
    }

    [Fact]
    public void Path_length_is_counted_in_bytes()
    {
        var endpoint = Endpoint.Resolve(World.Linux(("XDG_RUNTIME_DIR", "/" + new string('ä', 50))), "1.2.3");
        Assert.StartsWith("/tmp/gptoss-", endpoint.Address);
    }

    [Fact]
    public void No_path_short_enough_is_one_clear_line()
    {
        var world = World.Linux(("XDG_RUNTIME_DIR", "/" + new string('a', 200))) with
        {
            TempFolder = "/" + new string('t', 200),
        };
        var e = Assert.Throws<DaemonException>(() => Endpoint.Resolve(world, "1.2.3"));
        Assert.Contains("too long for a socket", e.Message);
    }

    [Fact]
    public void Given_endpoint_is_taken_as_it_is()
    {
        var endpoint = Endpoint.Resolve(World.Linux(("GPTOSS_ENDPOINT", "/srv/g.sock")), "1.2.3");
        Assert.Equal("/srv/g.sock", endpoint.Address);
        Assert.False(endpoint.OwnsFolder);
    }

    [Theory]
    [InlineData("relative.sock")]
    [InlineData(
        "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sock"
    )]
    public void Given_endpoint_that_cannot_be_is_refused(string path)
    {
        var e = Assert.Throws<DaemonException>(() => Endpoint.Resolve(World.Linux(("GPTOSS_ENDPOINT", path)), "1.2.3"));
        Assert.Equal(DaemonFailure.BadEnvironment, e.Reason);
        Assert.Contains("GPTOSS_ENDPOINT", e.Message);
    }

    [Fact]
    public void Pipe_on_windows_differs_by_user_and_version()
    {
        // Drive letters are no full paths on other systems, which the folders check; a rooted path is one everywhere.
        var ann = World.Of(HostPlatform.Windows, ("LOCALAPPDATA", "/l"), ("APPDATA", "/a"));
        var first = Endpoint.Resolve(ann, "1.2.3");
        Assert.Equal(EndpointKind.NamedPipe, first.Kind);
        Assert.StartsWith("gptoss-", first.Address);
        Assert.NotEqual(first.Address, Endpoint.Resolve(ann, "1.2.4").Address);
        Assert.NotEqual(first.Address, Endpoint.Resolve(ann with { UserName = "bob" }, "1.2.3").Address);
        Assert.Equal(first, Endpoint.Resolve(ann, "1.2.3"));
    }
}
