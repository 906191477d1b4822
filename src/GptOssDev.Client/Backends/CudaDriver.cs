using System.Runtime.InteropServices;
using System.Text;

namespace GptOssDev.Client.Backends;

/// <summary>Asks NVIDIA's driver through its own library, which every driver installation has; the CUDA toolkit is not needed.</summary>
internal static class CudaDriver
{
    private const int NoDevice = 100;
    private const int MaxDevices = 64;

    private delegate int Initialize(uint flags);

    private delegate int GetNumber(out int number);

    private delegate int GetDevice(out int device, int ordinal);

    private delegate int GetName(byte[] name, int bytes, int device);

    public static DriverAnswer Ask()
    {
        var name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out var library))
        {
            return new(DriverState.Absent, 0, [], name);
        }

        // It stays loaded: a driver need not survive being unloaded and loaded again.
        return Ask(library);
    }

    private static DriverAnswer Ask(nint library)
    {
        var code = Function<GetNumber>(library, "cuDriverGetVersion")(out var version);
        if (code != 0)
        {
            return Failed(version, "cuDriverGetVersion", code);
        }

        code = Function<Initialize>(library, "cuInit")(0);
        if (code == NoDevice)
        {
            return new(DriverState.Answered, version, [], "");
        }

        if (code != 0)
        {
            return Failed(version, "cuInit", code);
        }

        code = Function<GetNumber>(library, "cuDeviceGetCount")(out var count);
        return code == 0
            ? new(DriverState.Answered, version, Names(library, Math.Min(count, MaxDevices)), "")
            : Failed(version, "cuDeviceGetCount", code);
    }

    private static List<string> Names(nint library, int count)
    {
        var device = Function<GetDevice>(library, "cuDeviceGet");
        var name = Function<GetName>(library, "cuDeviceGetName");
        var names = new List<string>();
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            var text = new byte[256];
            var isNamed = device(out var handle, ordinal) == 0 && name(text, text.Length, handle) == 0;
            names.Add(isNamed ? Encoding.UTF8.GetString(text).TrimEnd('\0') : $"GPU {ordinal}");
        }

        return names;
    }

    private static T Function<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    private static DriverAnswer Failed(int version, string function, int code) =>
        new(DriverState.Failed, version, [], $"{function} returns {code}");
}
