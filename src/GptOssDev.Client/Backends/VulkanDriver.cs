using System.Runtime.InteropServices;

namespace GptOssDev.Client.Backends;

/// <summary>Asks the Vulkan loader for GPUs; a device that computes on the CPU does not count.</summary>
internal static class VulkanDriver
{
    private const int Incomplete = 5;
    private const int IncompatibleDriver = -9;

    private delegate int CreateInstance(nint info, nint allocator, out nint instance);

    private delegate void DestroyInstance(nint instance, nint allocator);

    private delegate int EnumerateDevices(nint instance, ref uint count, nint[] devices);

    private delegate void GetProperties(nint device, nint properties);

    public static DriverAnswer Ask()
    {
        var name = OperatingSystem.IsWindows() ? "vulkan-1.dll" : "libvulkan.so.1";
        if (!NativeLibrary.TryLoad(name, out var library))
        {
            return new(DriverState.Absent, 0, [], name);
        }

        return Ask(library);
    }

    private static DriverAnswer Ask(nint library)
    {
        // VkInstanceCreateInfo with nothing but its type.
        const int InfoBytes = 64;
        const int InfoType = 1;
        var info = Marshal.AllocHGlobal(InfoBytes);
        try
        {
            Marshal.Copy(new byte[InfoBytes], 0, info, InfoBytes);
            Marshal.WriteInt32(info, InfoType);
            var code = Function<CreateInstance>(library, "vkCreateInstance")(info, 0, out var instance);
            if (code == IncompatibleDriver)
            {
                // The loader is there and no driver has registered with it.
                return new(DriverState.Answered, 0, [], "");
            }

            return code == 0
                ? Devices(library, instance)
                : new(DriverState.Failed, 0, [], $"vkCreateInstance returns {code}");
        }
        finally
        {
            Marshal.FreeHGlobal(info);
        }
    }

    private static DriverAnswer Devices(nint library, nint instance)
    {
        const int MaxDevices = 64;
        try
        {
            var devices = new nint[MaxDevices];
            var count = (uint)devices.Length;
            var code = Function<EnumerateDevices>(library, "vkEnumeratePhysicalDevices")(instance, ref count, devices);
            return code is 0 or Incomplete
                ? new(DriverState.Answered, 0, Names(library, devices.AsSpan(0, (int)count)), "")
                : new(DriverState.Failed, 0, [], $"vkEnumeratePhysicalDevices returns {code}");
        }
        finally
        {
            Function<DestroyInstance>(library, "vkDestroyInstance")(instance, 0);
        }
    }

    private static List<string> Names(nint library, ReadOnlySpan<nint> devices)
    {
        // VkPhysicalDeviceProperties is smaller; its type and name lie at fixed places.
        const int PropertiesBytes = 4096;
        const int TypeOffset = 16;
        const int NameOffset = 20;
        const int Integrated = 1;
        const int Virtual = 3;
        var read = Function<GetProperties>(library, "vkGetPhysicalDeviceProperties");
        var properties = Marshal.AllocHGlobal(PropertiesBytes);
        try
        {
            var names = new List<string>();
            foreach (var device in devices)
            {
                read(device, properties);
                if (Marshal.ReadInt32(properties, TypeOffset) is >= Integrated and <= Virtual)
                {
                    names.Add(Marshal.PtrToStringUTF8(properties + NameOffset) ?? "");
                }
            }

            return names;
        }
        finally
        {
            Marshal.FreeHGlobal(properties);
        }
    }

    private static T Function<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
