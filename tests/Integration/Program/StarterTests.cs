using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>What the daemon has from the command that started it: nothing but its environment, and that is said.</summary>
public sealed class StarterTests
{
    [Theory]
    [InlineData("\"$G\" status")]
    [InlineData("\"$G\" lsp < /dev/null")]
    [InlineData("\"$G\" serve")]
    public async Task Daemon_keeps_no_descriptor_folder_or_group_of_its_starter(string command)
    {
        await using var world = new ProgramWorld();
        // A lock and a pipe: the lock is free and the pipe ends when the command has ended.
        var run = await world.ShellAsync(
            $"exec 9>lock 200<>other; flock 9; {{ {command} >out 2>&1; }} 3>&1 | cat; exec 9>&-; flock -n lock echo free"
        );
        run.AssertCode(0);
        Assert.Equal("free\n", run.Output);
        var pid = await world.DaemonPidAsync();
        foreach (var descriptor in Directory.GetFileSystemEntries($"/proc/{pid}/fd"))
        {
            var target = new FileInfo(descriptor).LinkTarget;
            Assert.False(target?.StartsWith(world.Work, StringComparison.Ordinal), $"{descriptor} is {target}");
        }
        Assert.NotEqual(world.Work, new FileInfo($"/proc/{pid}/cwd").LinkTarget);
        var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat", TestContext.Current.CancellationToken);
        // Fields 5 and 6: process group and session.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        Assert.Equal([$"{pid}", $"{pid}"], fields[2..4]);
    }

    [Fact]
    public async Task Other_environment_of_a_later_command_is_said()
    {
        await using var world = new ProgramWorld(("HTTPS_PROXY", "http://one:secret@proxy.example"));
        (await world.RunAsync("status")).AssertCode(0);

        var same = await world.RunAsync("serve");
        var other = await world.ShellAsync("HTTPS_PROXY=http://two.example LC_ALL=C.UTF-8 \"$G\" serve");
        var status = await world.ShellAsync("LC_ALL=C.UTF-8 \"$G\" status");
        var doctor = await world.ShellAsync("DOTNET_ROOT=/elsewhere \"$G\" doctor --json");

        Assert.DoesNotContain("the daemon works with another", same.Errors);
        Assert.Contains("the daemon works with another HTTPS_PROXY: ", other.Errors);
        Assert.Contains("gptoss stop", other.Errors);
        Assert.Contains("the daemon works with another LC_ALL: ", status.Errors);
        var check = doctor
            .Json.GetProperty("checks")
            .EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == "environment");
        Assert.Equal("warning", check.GetProperty("state").GetString());
        Assert.Contains("DOTNET_ROOT", check.GetProperty("message").GetString());
        Assert.DoesNotContain("secret", other.Errors + status.Errors + doctor.Output);
        (await world.RunAsync("stop")).AssertCode(0);
        var anew = await world.ShellAsync("HTTPS_PROXY=http://two.example \"$G\" status");
        Assert.DoesNotContain("the daemon works with another", anew.Errors);
    }
}
