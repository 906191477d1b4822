using GptOssDev.Llama.Native;

namespace GptOssDev.Llama;

/// <summary>
/// The remembered tokens of a context, by sequence. Used by the context's thread only. Positions are token positions;
/// a range is from inclusive to exclusive, and a negative end means the start or the end of the sequence. Bad
/// arguments throw <see cref="LlamaException"/> because the native side would end the process.
/// </summary>
public sealed class LlamaMemory
{
    private readonly ContextHandle _context;
    private readonly nint _memory;
    private readonly int _maxSequences;
    private readonly bool _unified;

    internal LlamaMemory(ContextHandle context, int maxSequences, bool unified)
    {
        _context = context;
        _memory = NativeMethods.ContextMemory(context);
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

        using var hold = new HandleHold(_context);
        NativeMethods.MemoryCopy(_memory, source, destination, from, to);
    }

    /// <summary>Forgets the range. False when the memory cannot forget a part of a sequence; then it is as before.</summary>
    public bool Remove(int sequence, int from = -1, int to = -1)
    {
        CheckSequence(sequence);
        using var hold = new HandleHold(_context);
        return NativeMethods.MemoryRemove(_memory, sequence, from, to) != 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        using var hold = new HandleHold(_context);
        NativeMethods.MemoryClear(_memory, data: 0);
    }

    /// <summary>The last position of the sequence, or minus one when it is empty.</summary>
    public int MaxPosition(int sequence)
    {
        CheckSequence(sequence);
        using var hold = new HandleHold(_context);
        return NativeMethods.MemoryMaxPosition(_memory, sequence);
    }

    /// <summary>
    /// The first position from which all are present up to the last, or minus one when the sequence is empty. Above
    /// zero when windowed layers have forgotten.
    /// </summary>
    public int MinPosition(int sequence)
    {
        CheckSequence(sequence);
        using var hold = new HandleHold(_context);
        return NativeMethods.MemoryMinPosition(_memory, sequence);
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
