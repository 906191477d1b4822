namespace GptOssDev.Inference.Speculation;

/// <summary>Tokens of a passage that its copy replaced, as positions and lengths in the text.</summary>
internal readonly record struct Replacement(int From, int FromLength, int To, int ToLength);

/// <summary>
/// The replacements seen last, a few of a few tokens each. One that fails to repeat is dropped by who notices.
/// </summary>
internal sealed class LearnedReplacements
{
    private const int Most = 8;
    private const int LongestSide = 8;
    private readonly List<Replacement> _known = new(Most);

    public void Clear() => _known.Clear();

    /// <summary>Remembers a replacement; insertions, deletions and long ones say nothing about other places.</summary>
    public void Learn(Replacement replacement)
    {
        if (replacement is { FromLength: > 0 and <= LongestSide, ToLength: > 0 and <= LongestSide })
        {
            if (_known.Count == Most)
            {
                _known.RemoveAt(0);
            }

            _known.Add(replacement);
        }
    }

    public void Remove(Replacement replacement) => _known.Remove(replacement);

    /// <summary>The newest one whose replaced tokens stand at a position, with something behind them.</summary>
    public Replacement? At(ReadOnlySpan<int> text, int position)
    {
        for (var i = _known.Count - 1; i >= 0; i--)
        {
            var known = _known[i];
            if (
                position + known.FromLength < text.Length
                && text.Slice(known.From, known.FromLength).SequenceEqual(text.Slice(position, known.FromLength))
            )
            {
                return known;
            }
        }

        return null;
    }
}
