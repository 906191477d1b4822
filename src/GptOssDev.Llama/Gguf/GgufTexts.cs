using System.Buffers.Binary;

namespace GptOssDev.Llama.Gguf;

/// <summary>Many texts as one block of bytes, so that a vocabulary costs two allocations and not one a token.</summary>
internal sealed class GgufTexts(int count)
{
    private const ulong Mix = 0x9E3779B97F4A7C15;

    private readonly int[] _ends = new int[count];
    private byte[] _bytes = new byte[Math.Max(16, count * 8)];
    private int _filled;

    internal int Count => _ends.Length;

    internal ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Room for the next text; the caller fills it.</summary>
    internal Span<byte> Next(int length)
    {
        var start = _filled == 0 ? 0 : _ends[_filled - 1];
        var end = checked(start + length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, (int)Math.Min(Array.MaxLength, _bytes.Length * 2L)));
        }

        _ends[_filled++] = end;
        return _bytes.AsSpan(start, length);
    }

    /// <summary>The index of the text, or minus one.</summary>
    internal int IndexOf(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].SequenceEqual(text))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// The index of a text that an earlier one equals, or minus one: open addressing, with a seed so that a file
    /// cannot choose its collisions.
    /// </summary>
    internal int FindDuplicate()
    {
        var size = 16;
        while (size < Count * 2L)
        {
            size <<= 1;
        }

        var seed = (ulong)Random.Shared.NextInt64();
        var slots = new int[size];
        for (var i = 0; i < Count; i++)
        {
            var text = this[i];
            var slot = (int)(Hash(text, seed) & (ulong)(size - 1));
            while (slots[slot] != 0)
            {
                if (this[slots[slot] - 1].SequenceEqual(text))
                {
                    return i;
                }

                slot = (slot + 1) & (size - 1);
            }

            slots[slot] = i + 1;
        }

        return -1;
    }

    private static ulong Hash(ReadOnlySpan<byte> text, ulong seed)
    {
        var hash = seed ^ ((ulong)text.Length * Mix);
        while (text.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Mix;
            hash ^= hash >> 29;
            text = text[8..];
        }

        foreach (var b in text)
        {
            hash = (hash ^ b) * Mix;
        }

        return hash ^ (hash >> 32);
    }
}
