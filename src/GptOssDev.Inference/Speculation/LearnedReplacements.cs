namespace GptOssDev.Inference.Speculation;

/// <summary>Tokens of a passage that its copy replaced, as positions and lengths in the text.</summary>
/// <param name="InContext">Whether it is expected only behind the token that it stood behind.</param>
internal readonly record struct Replacement(int From, int FromLength, int To, int ToLength, bool InContext);

/// <summary>
/// The replacements seen last, a few of a few tokens each. One that fails to repeat is narrowed to where the token before it
/// agrees as well, as a name's part must be told from a word, and dropped when it fails again.
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

    /// <summary>Takes note that a replacement was not made where it was expected.</summary>
    public void Doubt(Replacement replacement)
    {
        var index = _known.IndexOf(replacement);
        if (replacement.InContext)
        {
            _known.RemoveAt(index);
        }
        else
        {
            _known[index] = replacement with { InContext = true };
        }
    }

    /// <summary>The newest one whose replaced tokens stand at a position, with something behind them.</summary>
    public Replacement? At(ReadOnlySpan<int> text, int position)
    {
        for (var i = _known.Count - 1; i >= 0; i--)
        {
            var known = _known[i];
            if (
                position + known.FromLength < text.Length
                && text.Slice(known.From, known.FromLength).SequenceEqual(text.Slice(position, known.FromLength))
                && (!known.InContext || text[known.From - 1] == text[position - 1])
            )
            {
                return known;
            }
        }

        return null;
    }
}
