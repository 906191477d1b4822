using System.Runtime.InteropServices;

namespace GptOssDev.Server.Host;

/// <summary>
/// Lets go of whoever started the daemon: of the terminal's session, so that its Ctrl-C and its end do not reach the daemon, and
/// of the standard streams. On Windows the starter gives the daemon no console, and nothing is left to do. No effect where
/// the system refuses: the daemon then works as well, only bound to its terminal.
/// </summary>
internal static class Detachment
{
    /// <summary>A session of its own. Refused by the system for the leader of a process group, as when typed in a shell.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = NewSession();
        }
    }

    /// <summary>The three standard streams read and write nothing from now on, native code's too.</summary>
    public static void ReleaseStreams()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var descriptor = (int)nothing.DangerousGetHandle();
        for (var standard = 0; standard <= 2; standard++)
        {
            _ = Duplicate(descriptor, standard);
        }
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NewSession();

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int from, int to);
}
