using System.Diagnostics;
using GptOssDev.Platform.Files;

namespace GptOssDev.Client;

/// <summary>Finds the daemon's program and starts it.</summary>
internal static class DaemonProgram
{
    /// <summary>The daemon's path: the given one, or the one beside the running program.</summary>
    /// <exception cref="DaemonException"><see cref="DaemonFailure.ProgramMissing"/>.</exception>
    public static string Find(DaemonConnectOptions options)
    {
        var name = options.Environment.Platform == HostPlatform.Windows ? "gptossd.exe" : "gptossd";
        var path =
            options.DaemonPath
            ?? options.Environment.Read("GPTOSS_DAEMON")
            ?? Path.Join(AppContext.BaseDirectory, name);
        return File.Exists(path)
            ? path
            : throw new DaemonException(
                DaemonFailure.ProgramMissing,
                $"{path} is missing: install gptoss again, or set GPTOSS_DAEMON to the daemon's path"
            );
    }

    /// <summary>
    /// Starts it with all three streams redirected and without the caller's other descriptors, so that it never holds the
    /// terminal, a pipe or a lock of the caller.
    /// </summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static Process Start(string path, string mode, DaemonConnectOptions options)
    {
        var start = StartInfo(path, mode, options);
        using (InheritedDescriptors.Withhold())
        {
            return Process.Start(start)!;
        }
    }

    private static ProcessStartInfo StartInfo(string path, string mode, DaemonConnectOptions options)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            // The caller's folder must stay free to be moved or unmounted.
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(path)),
        };
        start.ArgumentList.Add(mode);
        foreach (var (name, value) in options.ChildVariables)
        {
            start.Environment[name] = value;
        }
        return start;
    }
}
