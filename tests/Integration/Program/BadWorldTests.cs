using System.Diagnostics;
using System.Net.Sockets;
using GptOssDev.Tests.Integration.Daemon;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>Machines that are not as they should be: sockets, folders, disks and streams.</summary>
public sealed class BadWorldTests
{
    private const int BadMachine = 3;
    private const string Nobody = "65534";

    [Fact]
    public async Task Runtime_folder_with_a_very_long_name_works()
    {
        var parent = Directory.CreateTempSubdirectory("gptoss-long").FullName;
        try
        {
            await using var world = new ProgramWorld(("XDG_RUNTIME_DIR", Path.Join(parent, new string('l', 200))));
            var status = await world.StatusAsync();
            Assert.Equal(world.Daemons.Endpoint.Address, status.GetProperty("endpoint").GetString());
            (await world.RunAsync("stop")).AssertCode(0);
            await world.Daemons.UntilProcessesAsync(0);
            File.Delete(world.Daemons.Endpoint.LockPath);
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    [Fact]
    public async Task Endpoint_too_long_for_a_socket_is_one_line()
    {
        await using var world = new ProgramWorld(("GPTOSS_ENDPOINT", "/tmp/" + new string('l', 200)));
        (await world.RunAsync("status")).AssertOneLine(BadMachine, "too long", "GPTOSS_ENDPOINT");
    }

    [Fact]
    public async Task Stale_socket_does_not_matter()
    {
        await using var world = new ProgramWorld();
        var path = world.Daemons.Endpoint.Address;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Closing a socket removes the file under the name it was bound to, so it gets another one.
            left.Bind(new UnixDomainSocketEndPoint(path + "x"));
            File.Move(path + "x", path);
        }
        (await world.RunAsync("status")).AssertCode(0);
    }

    [Fact]
    public async Task Socket_of_another_user_is_one_line()
    {
        RequireRoot();
        await using var world = new ProgramWorld();
        await DaemonWorld.SignalAsync(await world.DaemonPidAsync(), "KILL");
        await world.Daemons.UntilProcessesAsync(0);
        await RunAsync("chown", Nobody, world.Daemons.Endpoint.Address);
        foreach (
            var command in (string[][])
                [
                    ["status"],
                    ["stop"],
                    ["explain", "x.cs"],
                ]
        )
        {
            world.Write("x.cs", SampleCode.Warehouse("X"));
            (await world.RunAsync(command)).AssertOneLine(BadMachine, "another user");
        }
        Assert.Empty(world.Daemons.Processes());
    }

    [Fact]
    public async Task No_home_is_one_line_that_names_the_variable()
    {
        await using var world = new ProgramWorld(
            ("HOME", null),
            ("XDG_STATE_HOME", null),
            ("XDG_CACHE_HOME", null),
            ("XDG_CONFIG_HOME", null)
        );
        world.Write("x.cs", SampleCode.Warehouse("X"));
        foreach (
            var command in (string[][])
                [
                    ["status"],
                    ["explain", "x.cs"],
                    ["complete", "x.cs:3:1"],
                    ["config", "list"],
                    ["logs"],
                    ["model", "list"],
                ]
        )
        {
            (await world.RunAsync(command)).AssertOneLine(BadMachine, "HOME");
        }
        // The doctor tells it in its own form.
        var doctor = await world.RunAsync("doctor");
        Assert.Equal(BadMachine, doctor.Code);
        doctor.AssertNoTrace();
        Assert.Contains("HOME", doctor.Output + doctor.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_that_cannot_be_written_still_answers()
    {
        // Permissions do not hold for root; a file in the folder's place does.
        await using var world = new ProgramWorld(
            ("HOME", "/dev/null"),
            ("XDG_STATE_HOME", null),
            ("XDG_CACHE_HOME", null),
            ("XDG_CONFIG_HOME", null)
        );
        world.Write("x.cs", SampleCode.Warehouse("X"));
        var status = await world.StatusAsync();
        Assert.StartsWith("no log", status.GetProperty("log").GetString(), StringComparison.Ordinal);
        var run = await world.RunAsync("explain", "x.cs:10-13");
        run.AssertCode(0);
        (await world.RunAsync("config", "set", "effort", "low")).AssertOneLine(BadMachine, "/dev/null");
    }

    [Fact]
    public async Task Home_of_another_user_still_answers()
    {
        RequireRoot();
        if (!File.Exists("/usr/bin/setpriv"))
        {
            Assert.Skip("setpriv is not there");
        }
        await using var world = new ProgramWorld();
        var run = Path.Join(world.Daemons.Folder, "run2");
        Directory.CreateDirectory(run);
        await RunAsync("chmod", "755", world.Daemons.Folder, world.Work);
        await RunAsync("chown", Nobody, run);
        var code = world.Write("x.cs", SampleCode.Warehouse("X"));
        await RunAsync("chmod", "644", code);
        var reached = await AsNobodyAsync(world, run, "$G --version");
        Assert.SkipWhen(reached.Code != 0, "another user cannot reach the program");
        var answer = await AsNobodyAsync(world, run, "$G explain x.cs:10-13");
        answer.AssertCode(0);
        (await AsNobodyAsync(world, run, "$G config set effort low")).AssertOneLine(BadMachine, "gptoss");
        (await AsNobodyAsync(world, run, "$G stop")).AssertCode(0);
        await world.Daemons.UntilProcessesAsync(0);
    }

    [Fact]
    public async Task Two_worlds_do_not_meet()
    {
        await using var one = new ProgramWorld();
        await using var two = new ProgramWorld();
        Assert.NotEqual(await one.DaemonPidAsync(), await two.DaemonPidAsync());
        (await one.RunAsync("stop")).AssertCode(0);
        await one.Daemons.UntilProcessesAsync(0);
        Assert.Single(two.Daemons.Processes());
    }

    [Fact]
    public async Task Full_disk_under_the_logs_still_answers()
    {
        await using var world = new ProgramWorld();
        var log = Path.Join(world.Daemons.Folder, "state", "gptoss", "log");
        Directory.CreateDirectory(log);
        File.CreateSymbolicLink(Path.Join(log, "gptossd.log"), "/dev/full");
        world.Write("x.cs", SampleCode.Warehouse("X"));
        (await world.RunAsync("explain", "x.cs:10-13")).AssertCode(0);
    }

    [Fact]
    public async Task Full_disk_under_the_output_is_one_line()
    {
        await using var world = new ProgramWorld();
        foreach (var command in (string[])["--help", "config list", "status --json", "model list"])
        {
            var run = await world.ShellAsync($"$G {command} > /dev/full");
            run.AssertOneLine(BadMachine, "space");
        }
    }

    [Fact]
    public async Task No_SDK_answers_and_says_why_nothing_is_verified()
    {
        await using var world = new ProgramWorld(
            ("PATH", "/nowhere"),
            ("DOTNET_ROOT", null),
            ("GPTOSS_DOTNET", "none")
        );
        SampleCode.WriteProject(world, "");
        var run = await world.RunAsync("complete", "Plain.cs:31:42", "--trust", "--json");
        Assert.InRange(run.Code, 0, 1);
        run.AssertNoTrace();
        var refactor = await world.RunAsync(
            "refactor",
            "Use 'is null' instead of '== null'.",
            "Plain.cs:15-24",
            "--trust",
            "--json"
        );
        refactor.AssertCode(0);
        Assert.Equal("inconclusive", refactor.Json.GetProperty("verdict").GetString());
        Assert.Contains("dotnet", refactor.Json.GetProperty("reasons").ToString(), StringComparison.Ordinal);
    }

    private static Task<ProgramResult> AsNobodyAsync(ProgramWorld world, string runtime, string line) =>
        ProgramWorld.FinishAsync(
            world.StartOther(
                "/usr/bin/setpriv",
                "--reuid",
                Nobody,
                "--regid",
                Nobody,
                "--clear-groups",
                "/bin/bash",
                "-c",
                $"export XDG_RUNTIME_DIR={runtime}; {line}"
            ),
            ""
        );

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static void RequireRoot()
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("only root can act for another user");
        }
    }
}
