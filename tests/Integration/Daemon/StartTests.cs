using System.Diagnostics;
using System.Net.Sockets;
using GptOssDev.Client;
using Xunit;

namespace GptOssDev.Tests.Integration.Daemon;

public sealed class StartTests
{
    [Fact]
    public async Task Twenty_cold_pairs_of_clients_end_in_one_daemon_each_time()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var world = new DaemonWorld();
            var both = await Task.WhenAll(world.StatusAsync(), world.StatusAsync());
            Assert.Equal(both[0].Pid, both[1].Pid);
            await world.UntilProcessesAsync(1);
            Assert.Equal(both[0].Pid, Assert.Single(world.Processes()));
        }
    }

    [Fact]
    public async Task Twenty_clients_at_once_end_in_one_daemon()
    {
        await using var world = new DaemonWorld();
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.StatusAsync()));
        Assert.Single(all.Select(status => status.Pid).Distinct());
        await world.UntilProcessesAsync(1);
    }

    [Fact]
    public async Task Status_tells_of_the_daemon_itself()
    {
        await using var world = new DaemonWorld();
        await using var client = await world.ConnectAsync();
        var status = await DaemonWorld.StatusAsync(client);
        Assert.Equal(status.Pid, Assert.Single(world.Processes()));
        Assert.Equal(ProductVersion.Current, status.Version);
        Assert.Equal(world.Endpoint.Address, status.Endpoint);
        Assert.Equal(1, status.Clients);
        Assert.Equal(0, status.Queue.Requests);
        Assert.True(status.Memory.WorkingSetBytes > status.Memory.ManagedBytes);
        Assert.StartsWith(world.Folder, status.Log);
        Assert.True(File.Exists(status.Log));
    }

    [Fact]
    public async Task Endpoint_is_open_to_its_owner_only()
    {
        await using var world = new DaemonWorld();
        await world.StatusAsync();
        var others =
            UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite
            | UnixFileMode.OtherExecute;
        var socket = world.Endpoint.Address;
        Assert.Equal(UnixFileMode.None, ModeOf(socket) & others);
        Assert.Equal(UnixFileMode.None, ModeOf(Path.GetDirectoryName(socket)!) & others);
    }

    [Fact]
    public async Task Second_instance_leaves_quietly()
    {
        await using var world = new DaemonWorld();
        var pid = (await world.StatusAsync()).Pid;
        var (code, output, errors) = await world.RunAsync("--socket");
        Assert.Equal((0, "running", ""), (code, output.Trim(), errors.Trim()));
        Assert.Equal(pid, (await world.StatusAsync()).Pid);
    }

    [Fact]
    public async Task Stale_socket_is_replaced()
    {
        await using var world = new DaemonWorld();
        var path = world.Endpoint.Address;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Closing a socket removes the file under the name it was bound to, so it gets another one.
            left.Bind(new UnixDomainSocketEndPoint(path + "x"));
            File.Move(path + "x", path);
        }
        Assert.True(File.Exists(path), "the test needs a socket file without a listener");
        Assert.Equal(ProductVersion.Current, (await world.StatusAsync()).Version);
    }

    [Fact]
    public async Task File_in_the_place_of_the_socket_is_one_clear_line_and_is_kept()
    {
        await using var world = new DaemonWorld();
        var path = world.Endpoint.Address;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "precious");
        var e = await Assert.ThrowsAsync<DaemonException>(world.ConnectAsync);
        Assert.Equal(DaemonFailure.StartFailed, e.Reason);
        Assert.Contains("is not a socket", e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Socket_of_another_user_is_refused_by_clients_and_daemon()
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("only root can give a file to another user");
        }
        await using var world = new DaemonWorld();
        var pid = (await world.StatusAsync()).Pid;
        await DaemonWorld.SignalAsync(pid, "KILL");
        await world.UntilProcessesAsync(0);
        using (var chown = Process.Start("chown", ["12345", world.Endpoint.Address]))
        {
            await chown.WaitForExitAsync();
        }
        var e = await Assert.ThrowsAsync<DaemonException>(world.ConnectAsync);
        Assert.Equal(DaemonFailure.ForeignOwner, e.Reason);
        var (code, _, errors) = await world.RunAsync("--socket");
        Assert.Equal(3, code);
        Assert.Contains("belongs to another user", errors);
    }

    [Fact]
    public async Task Client_of_another_user_is_refused_even_where_it_can_reach_the_socket()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv") || !File.Exists("/usr/bin/perl"))
        {
            Assert.Skip("needs root, setpriv and perl to act as another user");
        }
        var folder = Directory.CreateTempSubdirectory("gptoss-o").FullName;
        try
        {
            var path = Path.Join(folder, "x.sock");
            await using var world = new DaemonWorld(("GPTOSS_ENDPOINT", path));
            var log = (await world.StatusAsync()).Log!;
            using (var chmod = Process.Start("chmod", ["777", folder, path]))
            {
                await chmod.WaitForExitAsync();
            }
            var script =
                $"use IO::Socket::UNIX; $s = IO::Socket::UNIX->new(Peer => '{path}') or exit 7; exit(<$s> ? 8 : 0)";
            using var other = Process.Start(
                "/usr/bin/setpriv",
                ["--reuid", "12345", "--clear-groups", "/usr/bin/perl", "-e", script]
            );
            await other.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);
            Assert.Equal(0, other.ExitCode);
            using var reader = new StreamReader(
                new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            );
            Assert.Contains("of another user was refused", await reader.ReadToEndAsync());
            Assert.Equal(1, (await world.StatusAsync()).Clients);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task No_home_is_one_line_that_names_the_variable()
    {
        await using var world = new DaemonWorld(
            ("HOME", null),
            ("XDG_STATE_HOME", null),
            ("XDG_CACHE_HOME", null),
            ("XDG_CONFIG_HOME", null)
        );
        var (code, _, errors) = await world.RunAsync("--socket");
        Assert.Equal(3, code);
        Assert.Contains("HOME", errors);
        Assert.Single(errors.Trim().Split('\n'));
        var e = await Assert.ThrowsAsync<DaemonException>(world.ConnectAsync);
        Assert.Equal(DaemonFailure.StartFailed, e.Reason);
        Assert.StartsWith("HOME", e.Message);
    }

    [Fact]
    public async Task Runtime_folder_too_long_for_a_socket_still_works()
    {
        var parent = Directory.CreateTempSubdirectory("gptoss-long").FullName;
        try
        {
            var name = Path.Join(parent, new string('l', 120));
            await using var world = new DaemonWorld(("XDG_RUNTIME_DIR", name));
            Assert.Equal(world.Endpoint.Address, (await world.StatusAsync()).Endpoint);
            var socket = world.Endpoint.Address;
            Assert.True(socket.Length < 104);
            await DaemonWorld.SignalAsync(world.Processes()[0], "TERM");
            await world.UntilProcessesAsync(0);
            File.Delete(world.Endpoint.LockPath);
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    [Fact]
    public async Task Unwritable_log_does_not_stop_the_daemon_and_is_told()
    {
        await using var world = new DaemonWorld();
        Directory.CreateDirectory(Path.Join(world.Folder, "state", "gptoss"));
        await File.WriteAllTextAsync(Path.Join(world.Folder, "state", "gptoss", "log"), "in the way");
        Assert.StartsWith("no log: ", (await world.StatusAsync()).Log);
    }

    [Fact]
    public async Task Full_disk_under_the_log_does_not_stop_the_daemon_and_is_told()
    {
        await using var world = new DaemonWorld();
        var log = Path.Join(world.Folder, "state", "gptoss", "log");
        Directory.CreateDirectory(log);
        File.CreateSymbolicLink(Path.Join(log, "gptossd.log"), "/dev/full");
        Assert.StartsWith("no log: ", (await world.StatusAsync()).Log);
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--stdio", "--socket")]
    public async Task Bad_arguments_are_one_line_and_exit_2(params string[] arguments)
    {
        await using var world = new DaemonWorld();
        var (code, output, errors) = await world.RunAsync(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Missing_program_is_told_with_its_path()
    {
        await using var world = new DaemonWorld();
        var e = await Assert.ThrowsAsync<DaemonException>(() =>
            DaemonClient.ConnectAsync(world.Options with { DaemonPath = "/nowhere/gptossd" })
        );
        Assert.Equal(DaemonFailure.ProgramMissing, e.Reason);
        Assert.Contains("/nowhere/gptossd", e.Message);
    }

    [Fact]
    public async Task No_daemon_and_none_wanted_is_told()
    {
        await using var world = new DaemonWorld();
        var e = await Assert.ThrowsAsync<DaemonException>(() =>
            DaemonClient.ConnectAsync(world.Options with { StartIfNeeded = false })
        );
        Assert.Equal(DaemonFailure.NotRunning, e.Reason);
        Assert.Empty(world.Processes());
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}
