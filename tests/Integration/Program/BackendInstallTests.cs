using GptOssDev.Client.Backends;
using GptOssDev.Tests.Integration.Daemon;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>The real program installs backends with the real restore, from a source with packages that the test makes.</summary>
public sealed class BackendInstallTests
{
    private const int BadMachine = 3;
    private const int Interrupted = 130;

    private static string Native(BackendWorld world, string name = "libllama.so") =>
        Path.Join(world.Backends, "cuda12", world.Version, "native", "cuda12", name);

    [Fact]
    public async Task Install_takes_the_package_from_the_users_own_source()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();

        var first = await world.RunAsync("backend", "install", "cuda12");
        var second = await world.RunAsync("backend", "install", "cuda12");

        first.AssertCode(0);
        Assert.StartsWith($"installed cuda12 {world.Version}", first.Output, StringComparison.Ordinal);
        second.AssertCode(0);
        Assert.Contains("is installed already", second.Output, StringComparison.Ordinal);
        Assert.Equal($"llama of {world.Version}", await File.ReadAllTextAsync(Native(world)));
        Assert.Equal("installed", await world.StateAsync("cuda12"));
        Assert.Empty(world.Unfinished());
        // Nothing but NuGet's own files is written outside the XDG folders.
        Assert.False(Directory.Exists(Path.Join(world.Daemons.Folder, ".nuget", "packages")));
    }

    [Fact]
    public async Task Install_repairs_what_is_damaged()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);
        await File.WriteAllTextAsync(Native(world), "x");
        Assert.Contains(
            "has 1 bytes instead of",
            (await world.ListedAsync("cuda12")).GetProperty("problem").GetString(),
            StringComparison.Ordinal
        );

        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);

        Assert.Equal($"llama of {world.Version}", await File.ReadAllTextAsync(Native(world)));
        Assert.Empty(world.Unfinished());
    }

    [Fact]
    public async Task Install_replaces_another_version()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);
        Directory.Move(
            Path.Join(world.Backends, "cuda12", world.Version),
            Path.Join(world.Backends, "cuda12", "0.1.0")
        );
        Assert.Contains(
            "is version 0.1.0",
            (await world.ListedAsync("cuda12")).GetProperty("problem").GetString(),
            StringComparison.Ordinal
        );

        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);

        Assert.Equal(
            [world.Version],
            Directory.GetDirectories(Path.Join(world.Backends, "cuda12")).Select(Path.GetFileName)
        );
    }

    [Fact]
    public async Task Source_option_counts_in_place_of_the_configured_sources()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.UseSource("/nowhere");
        var other = Directory.CreateDirectory(Path.Join(world.Work, "usb")).FullName;
        world.Publish(
            BackendWorld.CudaPackage,
            TestPackage.Gpu(BackendWorld.CudaPackage, world.Version),
            folder: other
        );

        (await world.RunAsync("backend", "install", "cuda12", "--source", "usb", "--offline")).AssertCode(0);

        Assert.True(File.Exists(Native(world)));
    }

    [Fact]
    public async Task Configuration_and_build_files_of_the_folder_are_not_read()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();
        var evil = Directory.CreateDirectory(Path.Join(world.Work, "evil")).FullName;
        world.Publish(
            BackendWorld.CudaPackage,
            TestPackage
                .Gpu(BackendWorld.CudaPackage, world.Version)
                .With("LLamaSharpRuntimes/linux-x64/native/cuda12/libllama.so", "evil"),
            folder: evil
        );
        await File.WriteAllTextAsync(Path.Join(world.Work, "NuGet.config"), BackendWorld.Configuration(evil));
        await File.WriteAllTextAsync(Path.Join(world.Work, "global.json"), """{"sdk":{"version":"1.0.0"}}""");
        await File.WriteAllTextAsync(
            Path.Join(world.Work, "Directory.Build.props"),
            "<Project InitialTargets=\"Stop\"><Target Name=\"Stop\"><Error Text=\"build code ran\" /></Target></Project>"
        );

        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);

        Assert.Equal($"llama of {world.Version}", await File.ReadAllTextAsync(Native(world)));
    }

    [Fact]
    public async Task Package_that_no_source_has_lists_the_sources()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();

        var run = await world.RunAsync("backend", "install", "cuda12");

        run.AssertOneLine(BadMachine, $"{BackendWorld.CudaPackage} {world.Version} is not on", world.Feed, "--source");
        await AssertNothingIsLeftAsync(world);
    }

    [Fact]
    public async Task No_source_is_one_line()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.UseSource(null);

        (await world.RunAsync("backend", "install", "cuda12")).AssertOneLine(BadMachine, "no NuGet package source");
    }

    [Theory]
    [InlineData("https://127.0.0.1:9/v3/index.json")]
    [InlineData("/nowhere/at/all")]
    public async Task Source_that_cannot_be_reached_is_named(string source)
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.UseSource(source);

        var run = await world.RunAsync("backend", "install", "cuda12");

        run.AssertOneLine(BadMachine, "a package source cannot be used", source);
        await AssertNothingIsLeftAsync(world);
    }

    [Fact]
    public async Task Truncated_package_is_one_line()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.Publish(
            BackendWorld.CudaPackage,
            TestPackage.Gpu(BackendWorld.CudaPackage, world.Version),
            bytes => bytes[..(bytes.Length / 2)]
        );

        var run = await world.RunAsync("backend", "install", "cuda12");

        run.AssertOneLine(BadMachine, "damaged", world.Feed);
        await AssertNothingIsLeftAsync(world);
    }

    [Fact]
    public async Task Package_for_another_platform_is_one_line()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.Publish(
            BackendWorld.CudaPackage,
            TestPackage.Gpu(BackendWorld.CudaPackage, world.Version, rid: "linux-arm64")
        );

        var run = await world.RunAsync("backend", "install", "cuda12");

        run.AssertOneLine(BadMachine, "holds no libllama.so for linux-x64");
        await AssertNothingIsLeftAsync(world);
    }

    [Fact]
    public async Task No_SDK_is_one_line()
    {
        await using var world = new BackendWorld(("GPTOSS_DOTNET", "/nowhere"));

        (await world.RunAsync("backend", "install", "cpu")).AssertOneLine(BadMachine, "GPTOSS_DOTNET", "/nowhere");
    }

    [Fact]
    public async Task Folder_that_cannot_be_written_is_one_line()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();
        Directory.CreateDirectory(Path.GetDirectoryName(world.Backends)!);
        await File.WriteAllTextAsync(world.Backends, "a file in the folder's place");

        (await world.RunAsync("backend", "install", "cuda12")).AssertOneLine(BadMachine, world.Backends, "writable");
    }

    [Fact]
    public async Task Two_installations_at_once_leave_one_whole_backend()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();

        var runs = await Task.WhenAll(
            world.RunAsync("backend", "install", "cuda12"),
            world.RunAsync("backend", "install", "cuda12"),
            world.RunAsync("backend", "install", "cuda12")
        );

        Assert.All(runs, run => run.AssertCode(0));
        Assert.Single(runs, run => run.Output.StartsWith("installed", StringComparison.Ordinal));
        Assert.Equal("installed", await world.StateAsync("cuda12"));
        Assert.Empty(world.Unfinished());
    }

    [Fact]
    public async Task Killed_installation_leaves_nothing_that_looks_installed()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();
        using (var process = world.Start("backend", "install", "cuda12"))
        {
            await world.Daemons.UntilAsync("the installation works", () => world.Unfinished().Length > 0);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        Assert.Equal("available", await world.StateAsync("cuda12"));
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);
        Assert.Empty(world.Unfinished());
        Assert.True(File.Exists(Native(world)));
    }

    [Fact]
    public async Task Interrupted_installation_cleans_up()
    {
        RequireLinuxX64();
        await using var world = new BackendWorld();
        world.PublishCuda();
        using var process = world.Start("backend", "install", "cuda12");
        await world.Daemons.UntilAsync("the installation works", () => world.Unfinished().Length > 0);

        await DaemonWorld.SignalAsync(process.Id, "INT");
        await process.WaitForExitAsync().WaitAsync(DaemonWorld.Patience);

        Assert.Equal(Interrupted, process.ExitCode);
        await AssertNothingIsLeftAsync(world);
    }

    [Fact]
    public async Task Backend_without_its_driver_leaves_the_CPU_with_one_line_everywhere()
    {
        RequireLinuxX64();
        Assert.SkipWhen(
            new GpuDrivers().Ask(GpuDriver.Cuda).Problem(GpuDriver.Cuda) is null,
            "this machine has a driver that would load the test's files"
        );
        await using var world = new BackendWorld();
        world.PublishCuda();
        var install = await world.RunAsync("backend", "install", "cuda12");
        install.AssertCode(0);
        Assert.Contains("note: cuda12 cannot run here", install.Errors, StringComparison.Ordinal);

        var doctor = await world.DoctorAsync();
        Assert.InRange((await world.UseModelAsync()).Code, 0, 1);
        var status = (await world.RunAsync("status", "--json")).Json;
        var log = await world.RunAsync("logs", "--lines", "1000");

        Assert.Single(doctor, one => one.ToString().Contains("cuda12 cannot run here", StringComparison.Ordinal));
        Assert.Contains(doctor, one => one.ToString().Contains("backend cpu: llama.cpp", StringComparison.Ordinal));
        Assert.Contains(
            "cuda12 cannot run here",
            status.GetProperty("model").GetProperty("note").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("ready", status.GetProperty("model").GetProperty("state").GetString());
        Assert.Single(
            log.Output.Split('\n'),
            line => line.Contains("cuda12 cannot run here", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Setting_that_asks_for_a_missing_backend_ends_with_the_command_that_gets_it()
    {
        await using var world = new BackendWorld(("GPTOSS_BACKEND", "cuda12"));
        await File.WriteAllTextAsync(Path.Join(world.Work, "x.cs"), "class X\n{\n}\n");

        var run = await world.RunAsync("complete", "x.cs:2:2", "--no-verify");

        run.AssertOneLine(BadMachine, "cuda12", "gptoss backend install cuda12");
    }

    [Fact]
    public async Task Daemon_runs_from_the_installed_package_for_the_CPU()
    {
        await using var world = new BackendWorld();
        world.UseSource(world.PackageOfTheBuild("llamasharp.backend.cpu"));

        (await world.RunAsync("backend", "install", "cpu")).AssertCode(0);
        Assert.InRange((await world.UseModelAsync()).Code, 0, 1);
        var doctor = await world.DoctorAsync();
        var removed = await world.RunAsync("backend", "remove", "cpu");

        var library = doctor.Single(one => one.GetProperty("name").GetString() == "native library");
        Assert.Equal("ok", library.GetProperty("state").GetString());
        Assert.Contains(world.Backends, library.GetProperty("message").GetString(), StringComparison.Ordinal);
        removed.AssertCode(0);
        Assert.Contains("gptoss stop", removed.Errors, StringComparison.Ordinal);
    }

    private static async Task AssertNothingIsLeftAsync(BackendWorld world)
    {
        Assert.Empty(world.Unfinished());
        Assert.Equal("available", await world.StateAsync("cuda12"));
    }

    private static void RequireLinuxX64() =>
        Assert.SkipWhen(BackendPlatform.Current().Rid != "linux-x64", "the test's package is for linux-x64");
}
