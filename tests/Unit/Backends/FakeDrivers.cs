using GptOssDev.Client.Backends;

namespace GptOssDev.Tests.Unit.Backends;

/// <summary>Drivers that answer as the test says; by default none is installed.</summary>
internal sealed class FakeDrivers : IGpuDrivers
{
    public DriverAnswer Cuda { get; set; } = new(DriverState.Absent, 0, [], "libcuda.so.1");

    public DriverAnswer Vulkan { get; set; } = new(DriverState.Absent, 0, [], "libvulkan.so.1");

    public List<GpuDriver> Asked { get; } = [];

    public static DriverAnswer CudaGpu(int version = 12_040) =>
        new(DriverState.Answered, version, ["NVIDIA RTX 4000"], "");

    public static DriverAnswer VulkanGpu() => new(DriverState.Answered, 0, ["Radeon"], "");

    public DriverAnswer Ask(GpuDriver driver)
    {
        Asked.Add(driver);
        return driver == GpuDriver.Cuda ? Cuda : Vulkan;
    }
}
