using System.Runtime.InteropServices;
using GptOssDev.Llama.Native;
using LLama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// The native library, loaded. Native code stays in the process until it ends, so a second load returns the same
/// libraries and only another log sink. Immutable; any thread may use it.
/// </summary>
public sealed class LlamaLibrary
{
    /// <summary>The release of llama.cpp that LLamaSharp is written for; struct layouts change between releases.</summary>
    public const string Release = "b10221";

    private LlamaLibrary(LoadedNatives natives)
    {
        Directory = natives.Location.Directory;
        Notice = natives.Notice;
        Devices = ReadDevices();
        SupportsGpuOffload = NativeApi.llama_supports_gpu_offload();
        SystemInfo = Text(NativeApi.llama_print_system_info()).Trim();
        MaxSequences = (int)NativeApi.llama_max_parallel_sequences();
    }

    /// <summary>The folder the library was loaded from.</summary>
    public string Directory { get; }

    /// <summary>Why a backend that was preferred could not be used, in one line; null when there was none or it is used.</summary>
    public string? Notice { get; }

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
        return new(LoadedNatives.Load(new NativeLibraryLocator(options, platform), options.Log));
    }

    /// <summary>The devices with the memory they have free now; asks the drivers. Any thread.</summary>
#pragma warning disable CA1822 // Only a loaded library can be asked.
    public IReadOnlyList<LlamaDevice> CurrentDevices() => ReadDevices();
#pragma warning restore CA1822

    private static unsafe List<LlamaDevice> ReadDevices()
    {
        var devices = new List<LlamaDevice>();
        var count = NativeApi.ggml_backend_dev_count();
        for (nuint i = 0; i < count; i++)
        {
            var device = NativeApi.ggml_backend_dev_get(i);
            NativeImports.DeviceMemory(device, out var free, out var total);
            devices.Add(
                new(
                    Text(NativeApi.ggml_backend_dev_name(device)),
                    Text((nint)NativeImports.DeviceDescription(device)),
                    (LlamaDeviceKind)NativeImports.DeviceType(device),
                    (long)free,
                    (long)total
                )
            );
        }

        return devices;
    }

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";
}
