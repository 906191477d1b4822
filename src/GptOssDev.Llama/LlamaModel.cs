using System.Runtime.InteropServices;
using GptOssDev.Llama.Gguf;
using GptOssDev.Llama.Native;
using LLama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// A model's weights and vocabulary. Immutable once loaded and usable from any thread; disposing it while contexts
/// live only gives up this reference, the weights go with the last context.
/// </summary>
public sealed class LlamaModel : IDisposable
{
    private readonly SafeLlamaModelHandle _handle;

    private LlamaModel(
        LlamaLibrary library,
        SafeLlamaModelHandle handle,
        GgufModelInfo info,
        string path,
        IReadOnlyList<LlamaBuffer> buffers
    )
    {
        Buffers = buffers;
        _handle = handle;
        Library = library;
        Info = info;
        Path = path;
        ParameterCount = (long)handle.ParameterCount;
        SizeBytes = (long)handle.SizeInBytes;
        TrainedContext = handle.ContextSize;
        LayerCount = handle.LayerCount;
        EmbeddingLength = handle.EmbeddingSize;
        SlidingWindow = handle.SWACount;
        Vocab = new LlamaVocab(handle);
    }

    public LlamaLibrary Library { get; }

    /// <summary>What the file's header says, read by our own reader before the native side saw the file.</summary>
    public GgufModelInfo Info { get; }

    /// <summary>The file, or the first file of a split model.</summary>
    public string Path { get; }

    public LlamaVocab Vocab { get; }

    /// <summary>Where the weights lie, as the native side told.</summary>
    public IReadOnlyList<LlamaBuffer> Buffers { get; }

    /// <summary>Weights over all tensors.</summary>
    public long ParameterCount { get; }

    /// <summary>Bytes of all tensors.</summary>
    public long SizeBytes { get; }

    /// <summary>Tokens of context the model was trained for.</summary>
    public int TrainedContext { get; }

    public int LayerCount { get; }

    public int EmbeddingLength { get; }

    /// <summary>Tokens that a windowed layer sees.</summary>
    public int SlidingWindow { get; }

    internal SafeLlamaModelHandle Handle => _handle;

    /// <summary>
    /// Checks the file and loads it. Blocks for as long as the load takes. Throws <see cref="LlamaException"/>; an
    /// exception of the progress callback cancels the load and is thrown again here.
    /// </summary>
    public static LlamaModel Load(LlamaLibrary library, string path, ModelLoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(path);
        return Load(library, path, GgufModelCheck.Check(path), options);
    }

    /// <summary>As the other, for a file that was checked just now.</summary>
    public static LlamaModel Load(LlamaLibrary library, string path, GgufModelInfo info, ModelLoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(options);
        return LoadChecked(library, System.IO.Path.GetFullPath(path), info, options);
    }

    public void Dispose() => _handle.Dispose();

    private static unsafe LlamaModel LoadChecked(
        LlamaLibrary library,
        string path,
        GgufModelInfo info,
        ModelLoadOptions options
    )
    {
        using var experts = CpuExperts.Of(options.CpuExpertLayers);
        using var log = LoadedNatives.Listen();
        var progress = new LoadProgress(options.Progress);
        var parameters = LLamaModelParams.Default();
        parameters.n_gpu_layers = options.GpuLayers;
        parameters.load_mode = (options.UseMmap, options.UseMlock) switch
        {
            (true, true) => LLamaLoadMode.MemoryMapAndLock,
            (true, false) => LLamaLoadMode.MemoryMap,
            (false, true) => LLamaLoadMode.MemoryLock,
            (false, false) => LLamaLoadMode.None,
        };
        parameters.tensor_buft_overrides = experts.Entries;
        parameters.progress_callback = (value, _) => progress.Report(value);
        var handle = new SafeLlamaModelHandle();
        Marshal.InitHandle(handle, NativeImports.ModelLoad(path, parameters));
        GC.KeepAlive(parameters.progress_callback);
        if (!handle.IsInvalid)
        {
            return new LlamaModel(library, handle, info, path, log.Buffers);
        }

        handle.Dispose();
        progress.ThrowIfStopped(path);
        throw new LlamaException(
            LlamaFailure.LoadFailed,
            $"the native loader refused '{path}'; its log says why, mostly too little memory"
        );
    }
}
