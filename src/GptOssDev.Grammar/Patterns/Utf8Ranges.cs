using System.Text;

namespace GptOssDev.Grammar.Patterns;

/// <summary>
/// Turns sets of characters into the byte sequences that UTF-8 writes for them: a range is cut until the bytes of its ends
/// bound each position on their own, as grep tools have done since Thompson's. Pure.
/// </summary>
internal static class Utf8Ranges
{
    // The last character of each length.
    private static readonly int[] _lengthEnds = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF];

    /// <summary>Sequences of byte ranges that together match exactly the set.</summary>
    public static IReadOnlyList<ByteRange[]> Of(CharSet set)
    {
        var found = new List<ByteRange[]>();
        foreach (var range in set.Ranges)
        {
            Add(range.First, range.Last, found);
        }

        return found;
    }

    private static void Add(int first, int last, List<ByteRange[]> found)
    {
        var end = Array.Find(_lengthEnds, e => first <= e);
        if (last > end)
        {
            Add(first, end, found);
            Add(end + 1, last, found);
            return;
        }

        for (var bits = 6; bits < 24 && end > 0x7F; bits += 6)
        {
            var low = (1 << bits) - 1;
            if ((first & ~low) == (last & ~low))
            {
                break;
            }

            if ((first & low) != 0)
            {
                Add(first, first | low, found);
                Add((first | low) + 1, last, found);
                return;
            }

            if ((last & low) != low)
            {
                Add(first, (last & ~low) - 1, found);
                Add(last & ~low, last, found);
                return;
            }
        }

        found.Add([.. Encoded(first).Zip(Encoded(last), (a, b) => new ByteRange(a, b))]);
    }

    private static byte[] Encoded(int character)
    {
        var rune = new Rune(character);
        var bytes = new byte[rune.Utf8SequenceLength];
        rune.EncodeToUtf8(bytes);
        return bytes;
    }
}
