namespace GptOssDev.Client.Backends;

/// <summary>How a driver reacted.</summary>
public enum DriverState
{
    /// <summary>Its library is not on this machine.</summary>
    Absent,

    /// <summary>It did not answer in time.</summary>
    Silent,

    /// <summary>It reported an error.</summary>
    Failed,

    Answered,
}

/// <summary>What a driver says about itself.</summary>
/// <param name="Version">The CUDA version it supports, as major times 1000 plus minor times 10; 0 for other drivers.</param>
/// <param name="Devices">Names of the GPUs.</param>
/// <param name="Detail">The error, or the library that was looked for.</param>
public sealed record DriverAnswer(DriverState State, int Version, IReadOnlyList<string> Devices, string Detail)
{
    private const int OldestCuda = 12_000;

    /// <summary>Why the driver cannot be used, as a clause; null when it can.</summary>
    public string? Problem(GpuDriver driver) =>
        State switch
        {
            DriverState.Absent => $"the {Title(driver)} is not installed ({Detail} does not load)",
            DriverState.Silent => $"the {Title(driver)} did not answer",
            DriverState.Failed => $"the {Title(driver)} reports an error: {Detail}",
            _ when driver == GpuDriver.Cuda && Version < OldestCuda =>
                $"the {Title(driver)} is too old: it supports CUDA {CudaText} and 12.0 is needed (driver 525 or newer)",
            _ when Devices.Count == 0 => $"the {Title(driver)} finds no GPU",
            _ => null,
        };

    /// <summary>The driver and its devices in a few words.</summary>
    public string Describe(GpuDriver driver)
    {
        var devices = string.Join(", ", Devices);
        return driver == GpuDriver.Cuda ? $"{devices}, driver for CUDA {CudaText}" : devices;
    }

    private string CudaText => FormattableString.Invariant($"{Version / 1000}.{Version % 1000 / 10}");

    private static string Title(GpuDriver driver) => driver == GpuDriver.Cuda ? "NVIDIA driver" : "Vulkan driver";
}
