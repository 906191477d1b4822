namespace GptOssDev.Client.Backends;

/// <summary>A build of the native libraries, and the NuGet packages that carry it.</summary>
/// <param name="Name">As the user names it; also the folder of a GPU backend inside a package.</param>
public sealed record Backend(string Name, GpuDriver Driver)
{
    public static Backend Cpu { get; } = new("cpu", GpuDriver.None);

    public static Backend Cuda12 { get; } = new("cuda12", GpuDriver.Cuda);

    public static Backend Vulkan { get; } = new("vulkan", GpuDriver.Vulkan);

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<Backend> All { get; } = [Cpu, Cuda12, Vulkan];

    /// <summary>The backends for a GPU, the preferred one first.</summary>
    public static IReadOnlyList<Backend> Gpu { get; } = [Cuda12, Vulkan];

    /// <summary>The command that installs it.</summary>
    public string InstallCommand => $"gptoss backend install {Name}";

    /// <summary>The backend of this name, letter case aside; null when there is none.</summary>
    public static Backend? Find(string name) =>
        All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The package that LLamaSharp publishes for a platform; null where there is none. The one of a GPU backend lacks the
    /// CPU's part of ggml, which comes from the CPU's package.
    /// </summary>
    public string? PackageFor(BackendPlatform platform) =>
        Driver == GpuDriver.None ? "LLamaSharp.Backend.Cpu"
        : platform.GpuSuffix is { } suffix ? $"LLamaSharp.Backend.{(this == Cuda12 ? "Cuda12" : "Vulkan")}.{suffix}"
        : null;
}
