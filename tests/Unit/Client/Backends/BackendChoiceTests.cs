using GptOssDev.Client.Backends;
using GptOssDev.Tests.Unit.Backends;
using Xunit;

namespace GptOssDev.Tests.Unit.Client.Backends;

public sealed class BackendChoiceTests
{
    private readonly FakeDrivers _drivers = new();

    [Fact]
    public void Nothing_installed_is_the_programs_own_and_asks_no_driver()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();

        var decision = Decide("auto");

        Assert.Equal((Backend.Cpu, null, null), (decision.Backend, decision.Root, decision.Note));
        Assert.Empty(_drivers.Asked);
    }

    [Fact]
    public void Installed_backend_with_its_driver_is_chosen()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();

        var decision = Decide("auto", Whole(Backend.Cuda12), Whole(Backend.Cpu));

        Assert.Equal((Backend.Cuda12, Root(Backend.Cuda12), null), (decision.Backend, decision.Root, decision.Note));
        Assert.Equal([GpuDriver.Cuda], _drivers.Asked);
    }

    [Fact]
    public void Cuda_comes_before_vulkan()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();
        _drivers.Vulkan = FakeDrivers.VulkanGpu();

        Assert.Equal(Backend.Cuda12, Decide("auto", Whole(Backend.Vulkan), Whole(Backend.Cuda12)).Backend);
        Assert.Equal(Backend.Vulkan, Decide("auto", Whole(Backend.Vulkan)).Backend);
    }

    [Fact]
    public void Second_backend_is_used_where_the_first_cannot_be_and_the_note_says_so()
    {
        _drivers.Vulkan = FakeDrivers.VulkanGpu();

        var decision = Decide("auto", Whole(Backend.Cuda12), Whole(Backend.Vulkan));

        Assert.Equal(Backend.Vulkan, decision.Backend);
        Assert.StartsWith("cuda12 cannot run here", decision.Note, StringComparison.Ordinal);
    }

    public static TheoryData<DriverState, int, string[], string> BadDrivers =>
        new()
        {
            { DriverState.Absent, 0, [], "not installed" },
            { DriverState.Silent, 0, [], "did not answer" },
            { DriverState.Failed, 12_040, [], "reports an error: detail" },
            { DriverState.Answered, 11_080, ["GPU"], "too old: it supports CUDA 11.8" },
            { DriverState.Answered, 11_999, ["GPU"], "too old" },
            { DriverState.Answered, 12_000, [], "finds no GPU" },
        };

    [Theory]
    [MemberData(nameof(BadDrivers))]
    public void Driver_that_cannot_run_it_leaves_the_cpu_with_one_line(
        DriverState state,
        int version,
        string[] devices,
        string reason
    )
    {
        _drivers.Cuda = new(state, version, devices, "detail");

        var decision = Decide("auto", Whole(Backend.Cuda12));

        Assert.Equal((Backend.Cpu, null, null), (decision.Backend, decision.Root, decision.Refusal));
        Assert.Contains(reason, decision.Note, StringComparison.Ordinal);
        Assert.EndsWith("the CPU is used", decision.Note, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', decision.Note!);
    }

    [Fact]
    public void Oldest_driver_that_runs_cuda_12_is_enough()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu(12_000);

        Assert.Equal(Backend.Cuda12, Decide("auto", Whole(Backend.Cuda12)).Backend);
    }

    [Fact]
    public void Damaged_backend_asks_no_driver_and_names_the_command()
    {
        var decision = Decide("auto", Damaged(Backend.Cuda12, "is damaged: native/x is missing"));

        Assert.Equal(Backend.Cpu, decision.Backend);
        Assert.Equal("cuda12 is damaged: native/x is missing: the CPU is used", decision.Note);
        Assert.Equal("gptoss backend install cuda12", decision.Command);
        Assert.Empty(_drivers.Asked);
    }

    [Fact]
    public void Bundled_backend_is_used_where_the_installed_one_is_damaged()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();

        var decision = Decide("auto", [Backend.Cpu, Backend.Cuda12], Damaged(Backend.Cuda12, "is damaged"));

        Assert.Equal((Backend.Cuda12, null), (decision.Backend, decision.Root));
    }

    [Fact]
    public void Bundled_backend_needs_its_driver_too()
    {
        var decision = Decide("auto", [Backend.Cpu, Backend.Vulkan]);

        Assert.Equal(Backend.Cpu, decision.Backend);
        Assert.Contains("Vulkan driver is not installed", decision.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Installed_cpu_comes_before_the_programs_own()
    {
        Assert.Equal(Root(Backend.Cpu), Decide("auto", Whole(Backend.Cpu)).Root);
        var damaged = Decide("auto", Damaged(Backend.Cpu, "is damaged: x"));
        Assert.Null(damaged.Root);
        Assert.Contains("installed cpu backend is damaged: x", damaged.Note, StringComparison.Ordinal);
        Assert.Equal("gptoss backend install cpu", damaged.Command);
    }

    [Fact]
    public void Setting_cpu_asks_no_driver()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();

        var decision = Decide("cpu", Whole(Backend.Cuda12));

        Assert.Equal((Backend.Cpu, null), (decision.Backend, decision.Note));
        Assert.Empty(_drivers.Asked);
    }

    [Fact]
    public void Setting_that_asks_for_a_missing_backend_is_refused_with_the_command_that_gets_it()
    {
        var decision = Decide("cuda12");

        Assert.Contains("not installed: gptoss backend install cuda12", decision.Refusal, StringComparison.Ordinal);
        Assert.Equal("gptoss backend install cuda12", decision.Command);
    }

    [Fact]
    public void Setting_that_asks_for_what_the_driver_cannot_run_is_refused()
    {
        var decision = Decide("vulkan", Whole(Backend.Vulkan));

        Assert.Contains("Vulkan driver is not installed", decision.Refusal, StringComparison.Ordinal);
        Assert.Equal("gptoss config set backend auto", decision.Command);
        Assert.DoesNotContain('\n', decision.Refusal!);
    }

    [Fact]
    public void Setting_chooses_among_those_that_can_run()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();
        _drivers.Vulkan = FakeDrivers.VulkanGpu();

        var decision = Decide("vulkan", Whole(Backend.Cuda12), Whole(Backend.Vulkan));

        Assert.Equal((Backend.Vulkan, null), (decision.Backend, decision.Refusal));
        Assert.Equal([GpuDriver.Vulkan], _drivers.Asked);
    }

    [Fact]
    public void Backend_that_ended_the_daemon_is_avoided_unless_the_setting_asks_for_it()
    {
        _drivers.Cuda = FakeDrivers.CudaGpu();
        var choice = new BackendChoice(new("/program", [Backend.Cpu]), [Whole(Backend.Cuda12)], _drivers)
        {
            GpuEndedDaemon = true,
        };

        var decision = choice.Decide("auto");

        Assert.Equal(Backend.Cpu, decision.Backend);
        Assert.Empty(_drivers.Asked);
        Assert.Contains("ended the daemon twice", decision.Note, StringComparison.Ordinal);
        Assert.Equal("gptoss backend install cuda12", decision.Command);
        Assert.Equal(Backend.Cuda12, choice.Decide("cuda12").Backend);
    }

    private BackendDecision Decide(string setting, params InstalledBackend[] installed) =>
        Decide(setting, [Backend.Cpu], installed);

    private BackendDecision Decide(string setting, Backend[] bundled, params InstalledBackend[] installed) =>
        new BackendChoice(new("/program", bundled), installed, _drivers).Decide(setting);

    private static string Root(Backend backend) => Path.Join("/state", backend.Name, "native");

    private static InstalledBackend Whole(Backend backend) => Damaged(backend, null);

    private static InstalledBackend Damaged(Backend backend, string? problem) =>
        new(backend, "1.2.3", Path.Join("/state", backend.Name), 10, problem);
}
