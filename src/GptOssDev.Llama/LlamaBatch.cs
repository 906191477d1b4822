using GptOssDev.Llama.Native;
using LLama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// The tokens of one decode call. Filled and used by one thread; nothing is allocated after it is made.
/// </summary>
public sealed unsafe class LlamaBatch : IDisposable
{
    private readonly BatchHandle _handle;
    private LLamaNativeBatch _batch;

    /// <summary>A batch for up to <paramref name="capacity"/> tokens, each in up to <paramref name="maxSequences"/> sequences.</summary>
    public LlamaBatch(LlamaLibrary library, int capacity, int maxSequences = 1)
    {
        ArgumentNullException.ThrowIfNull(library);
        if (capacity is < 1 or > 1 << 20 || maxSequences < 1 || maxSequences > library.MaxSequences)
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"a batch of {capacity} tokens in {maxSequences} sequences is not possible"
            );
        }

        _handle = new BatchHandle(capacity, maxSequences);
        _batch = _handle.Value;
        _batch.n_tokens = 0;
        Capacity = capacity;
        MaxSequencesPerToken = maxSequences;
    }

    public int Capacity { get; }

    public int MaxSequencesPerToken { get; }

    /// <summary>Tokens in the batch.</summary>
    public int Count => _batch.n_tokens;

    internal int HighestSequence { get; private set; } = -1;

    public void Clear()
    {
        _batch.n_tokens = 0;
        HighestSequence = -1;
    }

    /// <summary>Adds a token of one sequence; with <paramref name="logits"/> its output can be read after the decode.</summary>
    public void Add(int token, int position, int sequence, bool logits) => Add(token, position, [sequence], logits);

    /// <summary>Adds a token that several sequences share.</summary>
    public void Add(int token, int position, ReadOnlySpan<int> sequences, bool logits)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        var index = _batch.n_tokens;
        if (index >= Capacity || position < 0 || sequences.IsEmpty || sequences.Length > MaxSequencesPerToken)
        {
            throw Refused(position, sequences.Length);
        }

        foreach (var sequence in sequences)
        {
            if (sequence < 0)
            {
                throw new LlamaException(LlamaFailure.InvalidArgument, $"sequence {sequence} is negative");
            }

            HighestSequence = Math.Max(HighestSequence, sequence);
        }

        sequences.CopyTo(new Span<int>(_batch.seq_id[index], MaxSequencesPerToken));
        _batch.n_seq_id[index] = sequences.Length;
        _batch.tokens[index] = token;
        _batch.pos[index] = position;
        _batch.logits[index] = logits ? (byte)1 : (byte)0;
        _batch.n_tokens = index + 1;
    }

    public void Dispose() => _handle.Dispose();

    internal BatchHandle Handle => _handle;

    internal LLamaNativeBatch Value => _batch;

    private LlamaException Refused(int position, int sequences) =>
        new(
            LlamaFailure.InvalidArgument,
            $"token at position {position} in {sequences} sequences does not fit a batch of {Capacity} tokens (holds {Count})"
        );
}
