using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>
/// The libraries loaded into this process. Native code is loaded once and for good, and its log is one for the
/// process, so this is the one place with static state.
/// </summary>
internal sealed class LoadedNatives
{
    private static readonly Lock _lock = new();
    private static LoadedNatives? _loaded;

    private readonly nint _llama;
    private readonly nint _ggml;
    private readonly nint _ggmlBase;

    private LoadedNatives(NativeLocation location)
    {
        Location = location;
        // The base first: the other two then find it already there, whatever the system's search path.
        _ggmlBase = Open(location.GgmlBase);
        _ggml = Open(location.Ggml);
        _llama = Open(location.Llama);
    }

    internal NativeLocation Location { get; }

    internal LogRouter Log { get; } = new();

    /// <summary>Listens to the log of what this thread calls next.</summary>
    internal static NativeBufferLog Listen() =>
        new(_loaded?.Log ?? throw new InvalidOperationException("the native library is not loaded"));

    /// <summary>Loads the libraries, or returns the ones already loaded if they are the same.</summary>
    internal static LoadedNatives Load(NativeLocation location, Action<LlamaLogLevel, string>? sink)
    {
        lock (_lock)
        {
            if (_loaded is null)
            {
                var natives = new LoadedNatives(location);
                natives.Log.Sink = sink;
                NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, natives.Resolve);
                natives.Start();
                _loaded = natives;
            }
            else if (_loaded.Location.Llama != location.Llama)
            {
                throw new LlamaException(
                    LlamaFailure.LibraryUnusable,
                    $"this process already uses '{_loaded.Location.Directory}'; restart it to use '{location.Directory}'"
                );
            }

            if (sink is not null)
            {
                _loaded.Log.Sink = sink;
            }

            return _loaded;
        }
    }

    private unsafe void Start()
    {
        // Never freed: native threads may log until the process ends.
        var router = GCHandle.ToIntPtr(GCHandle.Alloc(Log));
        NativeMethods.GgmlLogSet(&LogRouter.OnLog, router);
        NativeMethods.LlamaLogSet(&LogRouter.OnLog, router);
        NativeMethods.SetAbortCallback(&OnAbort);
        NativeMethods.LoadBackends(Location.Directory);
        NativeMethods.BackendInit();
    }

    // The process ends after this. Without it the native side writes to stderr and starts a debugger for a backtrace.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void OnAbort(byte* message) =>
        _loaded?.Log.Append((int)LlamaLogLevel.Error, $"native abort: {Marshal.PtrToStringUTF8((nint)message)}\n");

    private nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name switch
        {
            NativeMethods.Llama => _llama,
            NativeMethods.Ggml => _ggml,
            NativeMethods.GgmlBase => _ggmlBase,
            _ => 0,
        };

    private static nint Open(string file)
    {
        try
        {
            return ElfFile.IsWhole(file)
                ? NativeLibrary.Load(file)
                : throw new LlamaException(LlamaFailure.LibraryUnusable, $"'{file}' is cut short; install it again");
        }
        catch (Exception e)
            when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new LlamaException(LlamaFailure.LibraryUnusable, $"cannot load '{file}': {e.Message}", e);
        }
    }
}
