using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Threads of the CPU backend that outlive a decode: without them the backend starts and joins its threads for every one.
/// Must outlive the context it is attached to.
/// </summary>
internal sealed unsafe class CpuThreads : SafeHandle
{
    private readonly delegate* unmanaged[Cdecl]<nint, void> _free;

    private CpuThreads(nint pool, delegate* unmanaged[Cdecl]<nint, void> free)
        : base(0, ownsHandle: true)
    {
        _free = free;
        SetHandle(pool);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Null where the backend offers none, or could not start that many threads.</summary>
    public static CpuThreads? Create(int threads)
    {
        var device = NativeImports.DeviceByType((int)LlamaDeviceKind.Cpu);
        var backend = device == 0 ? 0 : NativeImports.DeviceBackend(device);
        if (backend == 0)
        {
            return null;
        }

        // The functions live in whichever variant of the backend suits the processor.
        var create = (delegate* unmanaged[Cdecl]<CpuThreadsParams*, nint>)
            NativeImports.BackendFunction(backend, "ggml_threadpool_new");
        var free = (delegate* unmanaged[Cdecl]<nint, void>)
            NativeImports.BackendFunction(backend, "ggml_threadpool_free");
        if (create is null || free is null)
        {
            return null;
        }

        CpuThreadsParams parameters;
        NativeImports.ThreadPoolDefaults(&parameters, threads);
        var pool = create(&parameters);
        return pool == 0 ? null : new CpuThreads(pool, free);
    }

    protected override bool ReleaseHandle()
    {
        _free(handle);
        return true;
    }
}
