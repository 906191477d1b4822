using GptOssDev.Harmony;
using GptOssDev.Inference.Scheduling;
using GptOssDev.Llama;

namespace GptOssDev.Inference.Engine;

/// <summary>
/// <see cref="IModelRunner"/> on llama.cpp: owns the model, one context and one batch. The engine's thread
/// alone uses it, but for <see cref="Tokenizer"/>.
/// </summary>
/// <remarks>
/// The windowed layers of gpt-oss get room for all positions (<see cref="ContextOptions.FullSlidingWindow"/>), because a
/// sequence that is cut back to a shared prefix needs positions that had left the window. Room alone does not keep them:
/// llama.cpp writes over any cell whose position left the window, unless two sequences own it. So each sequence has a twin,
/// which owns the same cells and is never decoded; in a unified cache that costs no memory.
/// <para>
/// The other way is a window cache of the window's size with checkpoints of it. Measured side by side (<c>npm run bench --
/// window</c>) it takes 0.86 GB in place of 1.5 GB for gpt-oss-20b with 32k cells, and decodes about a tenth faster on a CPU,
/// because windowed layers then look at fewer cells. But it can go on only from where a checkpoint was made, each of 3 MiB and
/// up to two milliseconds: a keystroke that forks a prompt in its middle would need one every few tokens. The full cache was
/// chosen for that; weights and cache stay within 16 GB either way.
/// </para>
/// </remarks>
public sealed class LlamaModelRunner : IModelRunner
{
    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly LlamaBatch _batch;
    private readonly LlamaTokenizer _tokenizer;
    private readonly List<(int Sequence, int From, int To)> _added = [];
    private readonly bool _twins;

    /// <summary>Takes over the model and the context: they are disposed with this.</summary>
    internal LlamaModelRunner(LlamaModel model, LlamaContext context, ModelInfo info, int sequences)
    {
        Sequences = sequences;
        _twins = context.MaxSequences > sequences;
        _model = model;
        _context = context;
        _batch = new LlamaBatch(model.Library, context.BatchTokens);
        _tokenizer = new LlamaTokenizer(model.Vocab);
        Model = info;
        Capabilities = ReadCapabilities(model.Vocab, _tokenizer);
    }

    public ModelInfo Model { get; }

    public ModelCapabilities Capabilities { get; }

    public ITokenizer Tokenizer => _tokenizer;

    public int Sequences { get; }

    public int BatchTokens => _context.BatchTokens;

    /// <summary>The CPU asks between two operations; a GPU has its whole queue by then.</summary>
    public bool CanAbort => Model.GpuLayers == 0;

    public bool IsWindowed => _twins;

    public void BeginBatch()
    {
        _batch.Clear();
        _added.Clear();
    }

    public void Add(int token, int position, int sequence, bool wantLogits)
    {
        _batch.Add(token, position, sequence, wantLogits);
        if (_added.Count > 0 && _added[^1].Sequence == sequence && _added[^1].To == position)
        {
            _added[^1] = _added[^1] with { To = position + 1 };
        }
        else
        {
            _added.Add((sequence, position, position + 1));
        }
    }

    public DecodeOutcome Decode(Func<bool>? abort)
    {
        _context.SetAbort(abort);
        var status = _context.Decode(_batch);
        if (_twins && status == DecodeStatus.Ok)
        {
            foreach (var (sequence, from, to) in _added)
            {
                _context.Memory.Copy(sequence, TwinOf(sequence), from, to);
            }
        }

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
        Remove(to, 0);
        _context.Memory.Copy(from, to, 0, length);
        if (_twins)
        {
            _context.Memory.Copy(from, TwinOf(to), 0, length);
        }
    }

    public bool Truncate(int sequence, int length)
    {
        if (Remove(sequence, length))
        {
            return true;
        }

        Remove(sequence, 0);
        return false;
    }

    public ISequenceState? Save(int sequence, long limit)
    {
        try
        {
            return _context.StateSize(sequence) <= limit ? new OffloadedSequence(_context.SaveState(sequence)) : null;
        }
        catch (Exception e) when (e is OutOfMemoryException or IOException)
        {
            // Then it is computed again when it is wanted.
            return null;
        }
    }

    public bool Restore(int sequence, ISequenceState state)
    {
        try
        {
            _context.LoadState(sequence, ((OffloadedSequence)state).State);
        }
        catch (LlamaException)
        {
            Remove(sequence, 0);
            return false;
        }

        if (_twins)
        {
            _context.Memory.Copy(sequence, TwinOf(sequence));
        }

        return true;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
        _model.Dispose();
    }

    private int TwinOf(int sequence) => Sequences + sequence;

    private bool Remove(int sequence, int from) =>
        _context.Memory.Remove(sequence, from) && (!_twins || _context.Memory.Remove(TwinOf(sequence), from));

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

    private sealed class OffloadedSequence(LlamaSequenceState state) : ISequenceState
    {
        public LlamaSequenceState State { get; } = state;

        public long Bytes => State.Bytes;

        public void Dispose() => State.Dispose();
    }
}
