using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Turns off ggml's handler for uncaught exceptions. The library installs it when it is loaded and leaves it behind when it is
/// unloaded; a second copy that is then loaded at the same address finds its own handler and ends the process. That happens
/// where the libraries of one folder cannot be used and those of the next are loaded.
/// </summary>
internal static partial class NativeBacktrace
{
    private const string Variable = "GGML_NO_BACKTRACE";

    /// <summary>Sets the variable that the library reads; has to come before it is loaded.</summary>
    internal static void TurnOff()
    {
        // .NET changes its own copy of the environment, which native code does not see.
        _ = OperatingSystem.IsWindows() ? SetOnWindows(Variable, "1") : SetOnUnix(Variable, "1", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOnUnix(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOnWindows(string name, string value);
}
