using System.Globalization;
using System.Runtime.InteropServices;

namespace GptOssDev.Client;

/// <summary>
/// Keeps the file descriptors that this process got from its own starter (a lock, a pipe) away from a process that is started
/// meanwhile; disposing it undoes that. What the runtime opens is marked so already. No effect on Windows, where a handle is
/// inherited only when it is marked for that.
/// </summary>
internal sealed class InheritedDescriptors : IDisposable
{
    private const int FirstOfOthers = 3;
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private readonly List<int> _withheld = [];

    private InheritedDescriptors()
    {
        foreach (var descriptor in Open())
        {
            var flags = Control(descriptor, GetFlags);
            if (flags >= 0 && (flags & CloseOnExec) == 0 && Mark(descriptor, SetCloseOnExec) == 0)
            {
                _withheld.Add(descriptor);
            }
        }
    }

    // _IO('f', 1) and _IO('f', 2) where requests are built as in BSD.
    private static nuint SetCloseOnExec => OperatingSystem.IsLinux() ? 0x5451u : 0x20006601u;

    private static nuint ClearCloseOnExec => OperatingSystem.IsLinux() ? 0x5450u : 0x20006602u;

    public static InheritedDescriptors Withhold() => new();

    public void Dispose()
    {
        foreach (var descriptor in _withheld)
        {
            _ = Mark(descriptor, ClearCloseOnExec);
        }
    }

    private static List<int> Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }
        try
        {
            return
            [
                .. Directory
                    .GetFileSystemEntries(OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd")
                    .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
                    .Where(descriptor => descriptor >= FirstOfOthers),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such folder here, as in some containers: the descriptors cannot be known.
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mark(int descriptor, nuint request);
}
