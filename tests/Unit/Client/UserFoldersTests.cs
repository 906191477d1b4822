using GptOssDev.Client;
using GptOssDev.Platform.Files;
using Xunit;

namespace GptOssDev.Tests.Unit.Client;

public sealed class UserFoldersTests
{
    [Fact]
    public void Folders_follow_the_xdg_variables()
    {
        var folders = UserFolders.Resolve(
            World.Linux(
                ("XDG_CACHE_HOME", "/x/cache"),
                ("XDG_CONFIG_HOME", "/x/config"),
                ("XDG_STATE_HOME", "/x/state"),
                ("XDG_RUNTIME_DIR", "/x/run")
            )
        );
        Assert.Equal(
            new UserFolders("/x/cache/gptoss", "/x/config/gptoss", "/x/state/gptoss", "/x/run/gptoss"),
            folders
        );
    }

    [Fact]
    public void Folders_without_xdg_variables_lie_in_home()
    {
        var folders = UserFolders.Resolve(World.Linux(("HOME", "/home/ann")));
        Assert.Equal(
            new UserFolders(
                "/home/ann/.cache/gptoss",
                "/home/ann/.config/gptoss",
                "/home/ann/.local/state/gptoss",
                null
            ),
            folders
        );
    }

    [Fact]
    public void Folders_on_a_mac_lie_in_its_library()
    {
        var folders = UserFolders.Resolve(World.Of(HostPlatform.MacOS, ("HOME", "/Users/ann")));
        Assert.Equal("/Users/ann/Library/Caches/gptoss", folders.Cache);
        Assert.Equal("/Users/ann/Library/Application Support/gptoss", folders.Config);
        Assert.Equal("/Users/ann/Library/Application Support/gptoss/state", folders.State);
    }

    [Fact]
    public void Relative_xdg_variable_is_ignored()
    {
        var folders = UserFolders.Resolve(World.Linux(("HOME", "/home/ann"), ("XDG_CACHE_HOME", "cache")));
        Assert.Equal("/home/ann/.cache/gptoss", folders.Cache);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    public void Missing_home_names_the_variable_to_set(string? home)
    {
        var e = Assert.Throws<DaemonException>(() => UserFolders.Resolve(World.Linux(("HOME", home))));
        Assert.Equal(DaemonFailure.BadEnvironment, e.Reason);
        Assert.Contains("HOME", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Missing_home_does_not_matter_when_every_folder_is_given()
    {
        var folders = UserFolders.Resolve(
            World.Linux(("XDG_CACHE_HOME", "/c"), ("XDG_CONFIG_HOME", "/f"), ("XDG_STATE_HOME", "/s"))
        );
        Assert.Equal("/s/gptoss", folders.State);
    }
}
