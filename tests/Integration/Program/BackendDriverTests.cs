using GptOssDev.Client.Backends;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>The real daemon chooses its libraries by a driver that the test compiles.</summary>
public sealed class BackendDriverTests : IDisposable
{
    private readonly string _driver = Directory.CreateTempSubdirectory("gptoss-driver-").FullName;

    public void Dispose() => Directory.Delete(_driver, recursive: true);

    [Fact]
    public async Task Daemon_runs_from_the_backend_that_the_driver_can_run()
    {
        await using var world = await WorldAsync("");
        world.Publish(BackendWorld.CudaPackage, Package(world));
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);

        var run = await world.UseModelAsync();
        var doctor = await world.DoctorAsync();

        Assert.InRange(run.Code, 0, 1);
        Assert.Contains(
            doctor,
            one =>
                one.ToString().Contains("backend cuda12: llama.cpp", StringComparison.Ordinal)
                && one.ToString().Contains(world.Backends, StringComparison.Ordinal)
        );
        Assert.Contains(
            doctor,
            one => one.ToString().Contains("cuda12, because it is installed", StringComparison.Ordinal)
        );
        var status = (await world.RunAsync("status", "--json")).Json.GetProperty("model");
        Assert.Null(status.GetProperty("note").GetString());
    }

    [Fact]
    public async Task Doctor_sees_the_driver_and_names_the_command_that_installs_its_backend()
    {
        await using var world = await WorldAsync("");

        var check = (await world.DoctorAsync()).Single(one => one.GetProperty("name").GetString() == "backend");

        Assert.Contains(
            "Test GPU, driver for CUDA 12.4",
            check.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("gptoss backend install cuda12", check.GetProperty("mend").GetString());
    }

    [Fact]
    public async Task Missing_runtime_library_leaves_the_CPU_with_one_line_that_names_it()
    {
        await using var world = await WorldAsync("");
        var library = await FakeCudaDriver.LibraryThatNeedsAsync(_driver, "libcublas.so.12");
        world.Publish(
            BackendWorld.CudaPackage,
            Package(world).With("LLamaSharpRuntimes/linux-x64/native/cuda12/libggml-cuda.so", library)
        );
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);

        var run = await world.UseModelAsync();
        var note = (await world.RunAsync("status", "--json")).Json.GetProperty("model").GetProperty("note").GetString();
        var log = await world.RunAsync("logs", "--lines", "1000");

        Assert.InRange(run.Code, 0, 1);
        Assert.Contains("cuda12 cannot be used and the CPU is", note, StringComparison.Ordinal);
        Assert.Contains("libcublas.so.12 is missing", note, StringComparison.Ordinal);
        Assert.Single(log.Output.Split('\n'), line => line.Contains("libcublas.so.12", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forced_backend_that_does_not_load_is_an_error_and_not_the_CPU()
    {
        await using var world = await WorldAsync("", ("GPTOSS_BACKEND", "cuda12"));
        var library = await FakeCudaDriver.LibraryThatNeedsAsync(_driver, "libcublas.so.12");
        world.Publish(
            BackendWorld.CudaPackage,
            Package(world).With("LLamaSharpRuntimes/linux-x64/native/cuda12/libggml-cuda.so", library)
        );
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);

        (await world.UseModelAsync()).AssertOneLine(3, "libcublas.so.12");
    }

    [Fact]
    public async Task Driver_that_ends_the_daemon_is_avoided_after_two_times()
    {
        // The commands ask the driver too, but only these leave the daemon without one.
        await using var world = await WorldAsync("""if (getenv("GPTOSS_TEST_CRASH")) abort();""");
        world.Publish(BackendWorld.CudaPackage, Package(world));
        (await world.RunAsync("backend", "install", "cuda12")).AssertCode(0);
        foreach (var _ in (int[])[1, 2])
        {
            var crashed = await ProgramWorld.FinishAsync(
                world.Start([("GPTOSS_TEST_CRASH", "1")], "model", "list"),
                ""
            );
            crashed.AssertCode(0);
            Assert.Equal(3, (await world.UseModelAsync()).Code);
            await world.Daemons.UntilProcessesAsync(0);
        }

        await ProgramWorld.FinishAsync(world.Start([("GPTOSS_TEST_CRASH", "1")], "model", "list"), "");
        var run = await world.UseModelAsync();
        var note = (await world.RunAsync("status", "--json")).Json.GetProperty("model").GetProperty("note").GetString();

        Assert.InRange(run.Code, 0, 1);
        Assert.Contains("cuda12 ended the daemon twice", note, StringComparison.Ordinal);
        Assert.Contains("the CPU is used", note, StringComparison.Ordinal);
    }

    private async Task<BackendWorld> WorldAsync(string init, params (string Name, string? Value)[] more)
    {
        Assert.SkipWhen(BackendPlatform.Current().Rid != "linux-x64", "the test's package is for linux-x64");
        await FakeCudaDriver.WriteDriverAsync(_driver, init);
        return new BackendWorld([("LD_LIBRARY_PATH", _driver), .. more]);
    }

    /// <summary>A package laid out as the one for CUDA, without the CPU's part of ggml, of libraries that this machine can run.</summary>
    private static TestPackage Package(BackendWorld world)
    {
        var package = TestPackage.Gpu(BackendWorld.CudaPackage, world.Version);
        var natives = Path.Join(
            world.PackageOfTheBuild("llamasharp.backend.cpu"),
            "LLamaSharpRuntimes",
            "linux-x64",
            "native",
            "noavx"
        );
        foreach (var library in (string[])["libllama.so", "libggml.so", "libggml-base.so"])
        {
            package.With(
                $"LLamaSharpRuntimes/linux-x64/native/cuda12/{library}",
                File.ReadAllBytes(Path.Join(natives, library))
            );
        }

        return package.Without("LLamaSharpRuntimes/linux-x64/native/cuda12/libggml-cuda.so");
    }
}
