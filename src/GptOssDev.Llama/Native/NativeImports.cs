using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LLama.Native;
using Microsoft.Win32.SafeHandles;

namespace GptOssDev.Llama.Native;

/// <summary>
/// The native functions that LLamaSharp does not make public, or whose public form loses something that we promise. They
/// resolve to the libraries that <see cref="LoadedNatives"/> gave LLamaSharp.
/// </summary>
internal static unsafe partial class NativeImports
{
    internal const string Llama = "gptoss-llama";
    internal const string Ggml = "gptoss-ggml";
    internal const string GgmlBase = "gptoss-ggml-base";

    [LibraryImport(GgmlBase, EntryPoint = "ggml_set_abort_callback")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nint SetAbortCallback(delegate* unmanaged[Cdecl]<byte*, void> callback);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_description")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial byte* DeviceDescription(nint device);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_memory")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void DeviceMemory(nint device, out nuint free, out nuint total);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int DeviceType(nint device);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_backend_reg")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nint DeviceBackend(nint device);

    [LibraryImport(
        GgmlBase,
        EntryPoint = "ggml_backend_reg_get_proc_address",
        StringMarshalling = StringMarshalling.Utf8
    )]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nint BackendFunction(nint backend, string name);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_threadpool_params_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void ThreadPoolDefaults(CpuThreadsParams* parameters, int threads);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_by_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nint DeviceByType(int type);

    [LibraryImport(Llama, EntryPoint = "llama_attach_threadpool")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void ContextAttachThreadPool(
        SafeLLamaContextHandle context,
        CpuThreads pool,
        nint batchPool
    );

    /// <summary>LLamaSharp's passes text in the ANSI code page of Windows, and no user data.</summary>
    [LibraryImport(Llama, EntryPoint = "llama_log_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial void LogSet(delegate* unmanaged[Cdecl]<int, byte*, nint, void> callback, nint data);

    /// <summary>LLamaSharp's passes the path in the ANSI code page of Windows; the native side reads UTF-8.</summary>
    [DllImport(
        Llama,
        EntryPoint = "llama_model_load_from_file",
        CallingConvention = CallingConvention.Cdecl,
        ExactSpelling = true
    )]
    internal static extern nint ModelLoad(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        LLamaModelParams parameters
    );

    [LibraryImport(Llama, EntryPoint = "llama_model_get_vocab")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nint ModelVocab(SafeLlamaModelHandle model);

    /// <summary>LLamaSharp's takes a string and tokenizes it twice.</summary>
    [LibraryImport(Llama, EntryPoint = "llama_tokenize")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial int Tokenize(
        nint vocab,
        byte* text,
        int textLength,
        int* tokens,
        int maxTokens,
        byte addSpecial,
        byte parseSpecial
    );

    [LibraryImport(Llama, EntryPoint = "llama_n_ctx_seq")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial uint ContextSequenceTokens(SafeLLamaContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_get_memory")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nint ContextMemory(SafeLLamaContextHandle context);

    /// <summary>LLamaSharp's copies the batch to the heap at each call and holds a lock of the whole process.</summary>
    [DllImport(Llama, EntryPoint = "llama_decode", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    internal static extern int Decode(SafeLLamaContextHandle context, LLamaNativeBatch batch);

    /// <summary>LLamaSharp's refuses a context whose model was disposed, although the context keeps the model alive.</summary>
    [LibraryImport(Llama, EntryPoint = "llama_get_logits_ith")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial float* Logits(SafeLLamaContextHandle context, int index);

    [LibraryImport(Llama, EntryPoint = "llama_state_seq_get_size_ext")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nuint StateSize(SafeLLamaContextHandle context, int sequence, StateFlags flags);

    [LibraryImport(Llama, EntryPoint = "llama_state_seq_get_data_ext")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nuint StateSave(
        SafeLLamaContextHandle context,
        SafeMemoryMappedViewHandle destination,
        nuint size,
        int sequence,
        StateFlags flags
    );

    [LibraryImport(Llama, EntryPoint = "llama_state_seq_set_data_ext")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    internal static partial nuint StateLoad(
        SafeLLamaContextHandle context,
        SafeMemoryMappedViewHandle source,
        nuint size,
        int sequence,
        StateFlags flags
    );
}
