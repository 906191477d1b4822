using GptOssDev.Harmony;
using GptOssDev.Llama;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// <see cref="IModelRunner"/> on our binding of llama.cpp: owns the model, one context and one batch. The engine's thread
/// alone uses it, but for <see cref="Tokenizer"/>.
/// </summary>
/// <remarks>
/// The windowed layers of gpt-oss keep all positions (<see cref="ContextOptions.FullSlidingWindow"/>): without that a
/// sequence could not be cut back to a shared prefix.
/// </remarks>
public sealed class LlamaModelRunner : IModelRunner
{
    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly LlamaBatch _batch;
    private readonly LlamaTokenizer _tokenizer;

    private LlamaModelRunner(LlamaModel model, LlamaContext context, ModelFile file, int gpuLayers)
    {
        _model = model;
        _context = context;
        _batch = new LlamaBatch(model.Library, context.BatchTokens);
        _tokenizer = new LlamaTokenizer(model.Vocab);
        Model = new ModelInfo(
            file.Name,
            file.Path,
            model.Info.Architecture,
            model.ParameterCount,
            model.Info.FileBytes,
            context.ContextTokens,
            BackendName(model.Library, gpuLayers),
            gpuLayers
        );
        Capabilities = ReadCapabilities(model.Vocab, _tokenizer);
    }

    public ModelInfo Model { get; }

    public ModelCapabilities Capabilities { get; }

    public ITokenizer Tokenizer => _tokenizer;

    public int Sequences => _context.MaxSequences;

    public int BatchTokens => _context.BatchTokens;

    /// <summary>Loads the weights and makes the context; blocks for as long as that takes.</summary>
    /// <param name="progress">From 0 to 1, called on this thread.</param>
    /// <exception cref="InferenceException">The file, the library or the memory is not up to it.</exception>
    public static LlamaModelRunner Load(
        LlamaLibrary library,
        ModelFile file,
        EngineOptions options,
        Action<float> progress,
        CancellationToken cancellationToken
    )
    {
        LlamaModel? model = null;
        try
        {
            var gpuLayers = library.SupportsGpuOffload ? options.GpuLayers : 0;
            model = LlamaModel.Load(
                library,
                file.Path,
                new ModelLoadOptions
                {
                    GpuLayers = gpuLayers,
                    Progress = value =>
                    {
                        progress(value);
                        return !cancellationToken.IsCancellationRequested;
                    },
                }
            );
            var context = LlamaContext.Create(
                model,
                new ContextOptions
                {
                    ContextTokens = Math.Min(options.ContextTokens, model.TrainedContext),
                    BatchTokens = options.BatchTokens,
                    MicroBatchTokens = options.BatchTokens,
                    MaxSequences = options.Sequences,
                    Threads = options.Threads,
                    BatchThreads = options.Threads,
                }
            );
            return new LlamaModelRunner(model, context, file, gpuLayers < 0 ? model.LayerCount : gpuLayers);
        }
        catch (LlamaException failure)
        {
            model?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw LlamaFailures.ToInference(failure);
        }
    }

    public void BeginBatch() => _batch.Clear();

    public void Add(int token, int position, int sequence, bool wantLogits) =>
        _batch.Add(token, position, sequence, wantLogits);

    public DecodeOutcome Decode(Func<bool> abort)
    {
        _context.SetAbort(abort);
        var status = _context.Decode(_batch);
        _context.SetAbort(null);
        return status switch
        {
            DecodeStatus.Ok => DecodeOutcome.Done,
            DecodeStatus.NoKvSlot => DecodeOutcome.NoCells,
            DecodeStatus.Aborted => DecodeOutcome.Aborted,
            _ => DecodeOutcome.Failed,
        };
    }

    public ReadOnlySpan<float> Logits(int index) => _context.Logits(index);

    public void CopyPrefix(int from, int to, int length)
    {
        _context.Memory.Remove(to);
        _context.Memory.Copy(from, to, 0, length);
    }

    public bool Truncate(int sequence, int length)
    {
        if (_context.Memory.Remove(sequence, length))
        {
            return true;
        }

        _context.Memory.Remove(sequence);
        return false;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
        _model.Dispose();
    }

    private static string BackendName(LlamaLibrary library, int gpuLayers) =>
        gpuLayers == 0
            ? "CPU"
            : library.Devices.FirstOrDefault(d => d.Kind is LlamaDeviceKind.Gpu or LlamaDeviceKind.IntegratedGpu)?.Name
                ?? "CPU";

    private static ModelCapabilities ReadCapabilities(LlamaVocab vocab, LlamaTokenizer tokenizer)
    {
        int? Find(string text) => tokenizer.TryGetControlToken(text, out var id) ? id : null;
        HashSet<int> Known(params IEnumerable<int?> ids) => [.. ids.OfType<int>()];

        var endOfText = Find("<|endoftext|>");
        var answerStops = Known(Find("<|return|>"), Find("<|call|>"), endOfText);
        if (vocab is not { FimPrefix: { } prefix, FimSuffix: { } suffix, FimMiddle: { } middle })
        {
            return new ModelCapabilities(null, answerStops);
        }

        var repository = Find("<|repo_name|>");
        var separator = Find("<|file_sep|>");
        var stops = Known(endOfText, Find("<|fim_pad|>"), repository, separator, Find("<|return|>"), Find("<|end|>"));
        return new ModelCapabilities(
            new FillInTheMiddleTokens(prefix, suffix, middle, repository, separator, stops),
            answerStops
        );
    }
}
