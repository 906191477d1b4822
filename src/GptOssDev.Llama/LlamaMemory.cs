using GptOssDev.Llama.Native;
using LLama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// The remembered tokens of a context, by sequence. Used by the context's thread only. Positions are token positions;
/// a range is from inclusive to exclusive, and a negative end means the start or the end of the sequence. Bad
/// arguments throw <see cref="LlamaException"/> because the native side would end the process.
/// </summary>
public sealed class LlamaMemory
{
    private readonly SafeLLamaContextHandle _context;
    private readonly int _maxSequences;
    private readonly bool _unified;

    internal LlamaMemory(SafeLLamaContextHandle context, int maxSequences, bool unified)
    {
        _context = context;
        _maxSequences = maxSequences;
        _unified = unified;
    }

    /// <summary>
    /// Makes the tokens of <paramref name="source"/> in the range belong to <paramref name="destination"/> too. Free
    /// with unified memory; without it only whole sequences can be copied.
    /// </summary>
    public void Copy(int source, int destination, int from = -1, int to = -1)
    {
        CheckSequence(source);
        CheckSequence(destination);
        if (!_unified && source != destination && (from > 0 || to >= 0))
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                "part of a sequence can be copied only with unified memory"
            );
        }

        _context.MemorySequenceCopy((LLamaSeqId)source, (LLamaSeqId)destination, from, to);
    }

    /// <summary>Forgets the range. False when the memory cannot forget a part of a sequence; then it is as before.</summary>
    public bool Remove(int sequence, int from = -1, int to = -1)
    {
        CheckSequence(sequence);
        // LLamaSharp's own drops what the native side answers.
        using var hold = new HandleReference(_context);
        return NativeApi.llama_memory_seq_rm(NativeImports.ContextMemory(_context), (LLamaSeqId)sequence, from, to);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _context.MemoryClear(data: false);

    /// <summary>The last position of the sequence, or minus one when it is empty.</summary>
    public int MaxPosition(int sequence)
    {
        CheckSequence(sequence);
        return (int)_context.MemorySequenceMaxPosition((LLamaSeqId)sequence);
    }

    /// <summary>
    /// The first position from which all are present up to the last, or minus one when the sequence is empty. Above
    /// zero when windowed layers have forgotten.
    /// </summary>
    public int MinPosition(int sequence)
    {
        CheckSequence(sequence);
        return (int)_context.MemorySequenceMinPosition((LLamaSeqId)sequence);
    }

    internal void CheckSequence(int sequence)
    {
        if ((uint)sequence >= (uint)_maxSequences)
        {
            throw new LlamaException(
                LlamaFailure.InvalidArgument,
                $"sequence {sequence} is not in 0..{_maxSequences - 1}"
            );
        }
    }
}
