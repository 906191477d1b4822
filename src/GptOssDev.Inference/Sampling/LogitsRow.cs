using System.Numerics;
using GptOssDev.Grammar;

namespace GptOssDev.Inference.Sampling;

/// <summary>
/// The tokens that may be drawn and a value for each, a logit first and a weight later, by ascending id. It lies in a
/// <see cref="SamplerScratch"/> and shrinks in place. While it holds the whole vocabulary no ids are written down: a
/// position is an id.
/// </summary>
internal ref struct LogitsRow
{
    // From here on a list of the allowed tokens is worth its gathering: one in this many of the vocabulary.
    private const int Sparse = 16;
    private readonly Span<float> _values;
    private readonly Span<int> _ids;
    private bool _isWhole;

    private LogitsRow(Span<float> values, Span<int> ids, int count, bool isWhole)
    {
        _values = values;
        _ids = ids;
        Count = count;
        _isWhole = isWhole;
    }

    public int Count { get; private set; }

    public readonly Span<float> Values => _values[..Count];

    /// <summary>Copies the logits of the tokens that the mask allows; all without one.</summary>
    public static LogitsRow Of(ReadOnlySpan<float> logits, TokenMask? mask, SamplerScratch scratch)
    {
        var values = scratch.Values(logits.Length);
        var ids = scratch.Ids(logits.Length);
        if (mask is not null && mask.Allowed <= logits.Length / Sparse)
        {
            return new LogitsRow(values, ids, Gather(logits, mask, values, ids), isWhole: false);
        }

        logits.CopyTo(values);
        if (mask is not null)
        {
            Blank(values, mask);
        }

        return new LogitsRow(values, ids, logits.Length, isWhole: true);
    }

    public readonly int IdAt(int position) => _isWhole ? position : _ids[position];

    /// <summary>Negative when the token is not in the row.</summary>
    public readonly int PositionOf(int id) =>
        _isWhole
            ? (uint)id < (uint)Count
                ? id
                : -1
            : _ids[..Count].BinarySearch(id);

    /// <summary>Drops what weighs less than <paramref name="floor"/>.</summary>
    public void KeepAtLeast(float floor)
    {
        var bound = new Vector<float>(floor);
        var kept = 0;
        var i = 0;
        for (; i <= Count - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<float>(_values[i..]), bound))
            {
                kept = KeepAtLeast(floor, i, i + Vector<float>.Count, kept);
            }
        }

        Count = KeepAtLeast(floor, i, Count, kept);
        _isWhole = false;
    }

    public void Keep(TruncationThreshold cut)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (cut.Keeps(_values[i], i))
            {
                Move(i, kept++);
            }
        }

        Count = kept;
        _isWhole = false;
    }

    private readonly int KeepAtLeast(float floor, int from, int to, int kept)
    {
        for (var i = from; i < to; i++)
        {
            if (_values[i] >= floor)
            {
                Move(i, kept++);
            }
        }

        return kept;
    }

    private readonly void Move(int from, int to)
    {
        _values[to] = _values[from];
        _ids[to] = IdAt(from);
    }

    private static int Gather(ReadOnlySpan<float> logits, TokenMask mask, Span<float> values, Span<int> ids)
    {
        var count = 0;
        var words = mask.Words;
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                var id = (i * 64) + BitOperations.TrailingZeroCount(word);
                ids[count] = id;
                values[count++] = logits[id];
            }
        }

        return count;
    }

    private static void Blank(Span<float> values, TokenMask mask)
    {
        var words = mask.Words;
        for (var i = 0; i < words.Length; i++)
        {
            var run = values[(i * 64)..Math.Min((i + 1) * 64, values.Length)];
            if (words[i] == 0)
            {
                run.Fill(float.NegativeInfinity);
                continue;
            }

            for (var refused = ~words[i]; refused != 0; refused &= refused - 1)
            {
                var bit = BitOperations.TrailingZeroCount(refused);
                if (bit >= run.Length)
                {
                    break;
                }

                run[bit] = float.NegativeInfinity;
            }
        }
    }
}
