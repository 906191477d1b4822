using System.Numerics;

namespace GptOssDev.Inference.Speculation;

/// <summary>Where the longest known end of a text stood before: what followed it begins at <paramref name="Next"/>.</summary>
/// <param name="Length">Tokens that agree; 0 when none was found.</param>
internal readonly record struct NGramMatch(int Next, int Length);

/// <summary>
/// Finds the most recent earlier occurrence of the last tokens of a text, the longest run first. For each length it keeps an
/// open hash table from the runs to the position after their last occurrence; a slot holds only the position, the run itself
/// is read from the text. Exact: a found run is compared, and two runs never share a slot. Does not own the text, which is
/// the same in all calls but for its growth. One thread at a time.
/// </summary>
internal sealed class NGramIndex
{
    public const int Shortest = 2;
    public const int Longest = 5;

    // Position 0 follows nothing, so it marks an empty slot.
    private readonly int[][] _tables = new int[Longest - Shortest + 1][];
    private int _mask;

    /// <param name="capacity">Tokens that the text may grow to.</param>
    public NGramIndex(int capacity) => Clear(capacity);

    /// <summary>Empties the index and makes room.</summary>
    public void Clear(int capacity)
    {
        // At most half full, so that a probe is short.
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * capacity));
        for (var i = 0; i < _tables.Length; i++)
        {
            if (_tables[i]?.Length == slots)
            {
                Array.Clear(_tables[i]);
            }
            else
            {
                _tables[i] = new int[slots];
            }
        }

        _mask = slots - 1;
    }

    /// <summary>Notes the runs at the end of the text. To be called once another token is about to follow them.</summary>
    public void Add(ReadOnlySpan<int> text)
    {
        var hash = 0u;
        for (var length = 1; length <= Math.Min(Longest, text.Length); length++)
        {
            hash = Mixed(hash, text[^length]);
            if (length >= Shortest)
            {
                var table = _tables[length - Shortest];
                table[SlotOf(table, text, length, hash)] = text.Length;
            }
        }
    }

    public NGramMatch Find(ReadOnlySpan<int> text)
    {
        var best = new NGramMatch(0, 0);
        var hash = 0u;
        for (var length = 1; length <= Math.Min(Longest, text.Length); length++)
        {
            hash = Mixed(hash, text[^length]);
            if (length < Shortest)
            {
                continue;
            }

            var table = _tables[length - Shortest];
            var next = table[SlotOf(table, text, length, hash)];
            if (next == 0)
            {
                // A longer run holds this one: it was not seen either.
                break;
            }

            best = new NGramMatch(next, length);
        }

        return best;
    }

    private int SlotOf(int[] table, ReadOnlySpan<int> text, int length, uint hash)
    {
        var run = text[^length..];
        var slot = (int)(hash >> 7) & _mask;
        while (table[slot] is var next && next != 0 && !text.Slice(next - length, length).SequenceEqual(run))
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    private static uint Mixed(uint hash, int token)
    {
        var mixed = (hash ^ (uint)token) * 0x9E3779B1;
        return mixed ^ (mixed >> 15);
    }
}
