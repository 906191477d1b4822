using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LLama.Native;

namespace GptOssDev.Llama.Native;

/// <summary>
/// The libraries loaded into this process, and LLamaSharp set up to use them. Native code is loaded once and for good, and
/// its log is one for the process, so this is the one place with static state.
/// </summary>
internal sealed class LoadedNatives
{
    private static readonly Lock _lock = new();
    private static LoadedNatives? _loaded;
    private static LlamaException? _failure;

    private readonly nint _llama;
    private readonly nint _ggml;
    private readonly nint _ggmlBase;

    static LoadedNatives() => NativeLibrary.SetDllImportResolver(typeof(NativeImports).Assembly, Resolve);

    private LoadedNatives(NativeLocation location, string? notice)
    {
        Location = location;
        Notice = notice;
        var opened = new Stack<nint>();
        try
        {
            // Each finds what it needs already loaded, whatever the system's search path.
            foreach (var file in location.Dependencies)
            {
                opened.Push(NativeFile.Load(file));
                _ggmlBase = file == location.GgmlBase ? opened.Peek() : _ggmlBase;
                _ggml = file == location.Ggml ? opened.Peek() : _ggml;
            }

            NativeRelease.Check(_ggmlBase, location.Directory);
            opened.Push(_llama = NativeFile.Load(location.Llama));
        }
        catch (LlamaException)
        {
            // The next folder has libraries of the same names.
            while (opened.TryPop(out var library))
            {
                NativeLibrary.Free(library);
            }

            throw;
        }
    }

    internal NativeLocation Location { get; }

    /// <summary>Why a folder that was preferred could not be used, or null.</summary>
    internal string? Notice { get; }

    internal LogRouter Log { get; } = new();

    /// <summary>Listens to the log of what this thread calls next.</summary>
    internal static NativeBufferLog Listen() =>
        new(_loaded?.Log ?? throw new InvalidOperationException("the native library is not loaded"));

    /// <summary>Loads the libraries of the first folder that can be used, or returns what is loaded from one of them.</summary>
    /// <exception cref="LlamaException">None can be used, or the process already uses another folder.</exception>
    internal static LoadedNatives Load(NativeLibraryLocator locator, Action<LlamaLogLevel, string>? sink)
    {
        lock (_lock)
        {
            if (_failure is not null)
            {
                throw new LlamaException(_failure.Reason, _failure.Message, _failure);
            }

            if (_loaded is null)
            {
                var natives = Open(locator);
                natives.Log.Sink = sink;
                _loaded = natives;
                natives.Start();
            }
            else if (locator.Find() is var folders && folders.All(folder => folder.Path != _loaded.Location.Directory))
            {
                throw new LlamaException(
                    LlamaFailure.LibraryUnusable,
                    $"this process already uses '{_loaded.Location.Directory}'; restart it to use '{folders[0].Path}'"
                );
            }

            if (sink is not null)
            {
                _loaded.Log.Sink = sink;
            }

            return _loaded;
        }
    }

    /// <summary>Opens the libraries of the first folder that can be used, without setting LLamaSharp up.</summary>
    /// <exception cref="LlamaException">None can be used.</exception>
    internal static LoadedNatives Open(NativeLibraryLocator locator)
    {
        NativeBacktrace.TurnOff();
        string? notice = null;
        foreach (var folder in locator.Find())
        {
            try
            {
                return new LoadedNatives(locator.Probe(folder), notice);
            }
            catch (LlamaException failure) when (folder.HasFallback)
            {
                notice ??= failure.Message;
            }
        }

        throw new InvalidOperationException("no folder to load the native library from");
    }

    // What fails from here on fails for good: LLamaSharp is set up once for a process.
    private unsafe void Start()
    {
        // Before anything else: without it the native side writes to stderr. Never freed, native threads may log until the
        // process ends.
        NativeImports.LogSet(&LogRouter.OnLog, GCHandle.ToIntPtr(GCHandle.Alloc(Log)));
        NativeImports.SetAbortCallback(&OnAbort);
        try
        {
            NativeLibraryConfig.All.WithLibrary(Location.Llama, mtmdPath: null).WithAutoFallback(false);
            // The first touch: LLamaSharp loads the file that is loaded already and initializes its backends.
            NativeApi.llama_empty_call();
            CheckSameFile();
            NativeRelease.CheckLayouts(Location.Directory);
        }
        catch (Exception e) when (e is TypeInitializationException or InvalidOperationException)
        {
            _failure = new LlamaException(
                LlamaFailure.LibraryUnusable,
                $"LLamaSharp cannot use '{Location.Llama}': {(e.InnerException ?? e).Message}",
                e
            );
            throw _failure;
        }
        catch (LlamaException e)
        {
            _failure = e;
            throw;
        }
    }

    // The imports of LLamaSharp and ours must call the same library.
    private void CheckSameFile()
    {
        var used = NativeApi.GetLoadedNativeLibrary(NativeLibraryName.LLama) as NativeLibraryFromPath;
        if (used?.Prepare(new SystemInfo(OSPlatform.Linux, 0, null), null).Single() != Location.Llama)
        {
            throw new LlamaException(
                LlamaFailure.LibraryUnusable,
                $"LLamaSharp did not take '{Location.Llama}'; install the program again"
            );
        }
    }

    // The process ends after this. Without it the native side writes to stderr and starts a debugger for a backtrace.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void OnAbort(byte* message) =>
        _loaded?.Log.Append((int)LlamaLogLevel.Error, $"native abort: {Marshal.PtrToStringUTF8((nint)message)}\n");

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name switch
        {
            NativeImports.Llama => _loaded?._llama ?? 0,
            NativeImports.Ggml => _loaded?._ggml ?? 0,
            NativeImports.GgmlBase => _loaded?._ggmlBase ?? 0,
            _ => 0,
        };
}
