namespace GptOssDev.Grammar.Patterns;

/// <summary>A set of Unicode scalar values, never surrogates. Immutable.</summary>
internal sealed class CharSet
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int LastScalar = 0x10FFFF;

    private CharSet(IReadOnlyList<CharRange> ranges) => Ranges = ranges;

    /// <summary>Every character there is.</summary>
    public static CharSet All { get; } = Of(new CharRange(0, LastScalar));

    public static CharSet None { get; } = Of();

    /// <summary>Sorted; neither overlapping nor adjacent.</summary>
    public IReadOnlyList<CharRange> Ranges { get; }

    public bool IsEmpty => Ranges.Count == 0;

    public static CharSet Of(char only) => Of(new CharRange(only, only));

    public static CharSet Of(params IEnumerable<CharRange> ranges)
    {
        var merged = new List<CharRange>();
        foreach (var range in ranges.SelectMany(WithoutSurrogates).OrderBy(r => r.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return new CharSet(merged);
    }

    public CharSet Union(CharSet other) => Of(Ranges.Concat(other.Ranges));

    public CharSet Complement()
    {
        var gaps = new List<CharRange>();
        var next = 0;
        foreach (var range in Ranges)
        {
            if (range.First > next)
            {
                gaps.Add(new CharRange(next, range.First - 1));
            }

            next = range.Last + 1;
        }

        gaps.Add(new CharRange(next, LastScalar));
        return Of(gaps);
    }

    public CharSet Except(CharSet other) => Complement().Union(other).Complement();

    public CharSet Intersect(CharSet other) => Except(other.Complement());

    private static IEnumerable<CharRange> WithoutSurrogates(CharRange range)
    {
        if (range.Last < FirstSurrogate || range.First > LastSurrogate)
        {
            return range.First <= range.Last ? [range] : [];
        }

        return new[] { range with { Last = FirstSurrogate - 1 }, range with { First = LastSurrogate + 1 } }.Where(r =>
            r.First <= r.Last
        );
    }
}

/// <summary>Characters from the first to the last, both included.</summary>
internal readonly record struct CharRange(int First, int Last);
