using System.Runtime.InteropServices;
using GptOssDev.Llama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// The native library, loaded. Native code stays in the process until it ends, so a second load returns the same
/// libraries and only another log sink. Immutable; any thread may use it.
/// </summary>
public sealed class LlamaLibrary
{
    /// <summary>The native release the binding is written for; struct layouts change between releases.</summary>
    public const string Release = "v0.5.0";

    private LlamaLibrary(
        string directory,
        IReadOnlyList<LlamaDevice> devices,
        bool gpu,
        string systemInfo,
        int maxSequences
    )
    {
        Directory = directory;
        Devices = devices;
        SupportsGpuOffload = gpu;
        SystemInfo = systemInfo;
        MaxSequences = maxSequences;
    }

    /// <summary>The folder the library was loaded from.</summary>
    public string Directory { get; }

    /// <summary>The devices of all backends in the folder.</summary>
    public IReadOnlyList<LlamaDevice> Devices { get; }

    public bool SupportsGpuOffload { get; }

    /// <summary>One line of processor features and build switches, for a diagnosis.</summary>
    public string SystemInfo { get; }

    /// <summary>The most sequences a context can have.</summary>
    public int MaxSequences { get; }

    /// <summary>Finds and loads the library. Throws <see cref="LlamaException"/> with what was tried.</summary>
    public static LlamaLibrary Load(LlamaLibraryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var platform =
            NativePlatform.Current()
            ?? throw new LlamaException(
                LlamaFailure.LibraryNotFound,
                $"there is no native library for {RuntimeInformation.RuntimeIdentifier}; use a remote engine"
            );
        var location = new NativeLibraryLocator(options, platform).Locate();
        LoadedNatives.Load(location, options.Log);
        return Describe(location);
    }

    /// <summary>The devices with the memory they have free now; asks the drivers. Any thread.</summary>
#pragma warning disable CA1822 // Only a loaded library can be asked.
    public IReadOnlyList<LlamaDevice> CurrentDevices() => ReadDevices();
#pragma warning restore CA1822

    private static unsafe List<LlamaDevice> ReadDevices()
    {
        var devices = new List<LlamaDevice>();
        var count = NativeMethods.DeviceCount();
        for (nuint i = 0; i < count; i++)
        {
            var device = NativeMethods.DeviceAt(i);
            NativeMethods.DeviceMemory(device, out var free, out var total);
            devices.Add(
                new(
                    Text(NativeMethods.DeviceName(device)),
                    Text(NativeMethods.DeviceDescription(device)),
                    (LlamaDeviceKind)NativeMethods.DeviceType(device),
                    (long)free,
                    (long)total
                )
            );
        }

        return devices;
    }

    private static unsafe LlamaLibrary Describe(NativeLocation location) =>
        new(
            location.Directory,
            ReadDevices(),
            NativeMethods.SupportsGpuOffload() != 0,
            Text(NativeMethods.SystemInfo()).Trim(),
            (int)NativeMethods.MaxParallelSequences()
        );

    private static unsafe string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
