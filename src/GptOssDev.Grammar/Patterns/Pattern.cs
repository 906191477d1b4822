using System.Text;

namespace GptOssDev.Grammar.Patterns;

/// <summary>
/// A set of token texts, written as an immutable tree. Parts may be shared, so the tree may be a graph, but never a cyclic
/// one: recursion is unrolled by whoever builds it, and every pattern that is not <see cref="Nothing"/> has a finite text.
/// </summary>
public abstract class Pattern
{
    private protected Pattern() { }

    /// <summary>No text at all: what cannot be written. Vanishes from choices, spoils sequences.</summary>
    public static Pattern Nothing { get; } = new NothingPattern();

    /// <summary>The empty text.</summary>
    public static Pattern Empty { get; } = new TextPattern([]);

    /// <summary>Any characters, none included.</summary>
    public static Pattern AnyText { get; } = Repeat(One(CharUnit.Any), 0, null);

    /// <summary>Exactly this text.</summary>
    public static Pattern Text(string text) => text.Length == 0 ? Empty : new TextPattern(Encoding.UTF8.GetBytes(text));

    /// <summary>A control token of the vocabulary; no text ever matches it.</summary>
    public static Pattern Token(int id) => new TokenPattern(id);

    /// <summary>One after the other.</summary>
    public static Pattern Sequence(params IReadOnlyList<Pattern> parts) =>
        parts.Any(p => p is NothingPattern) ? Nothing
        : parts.Count == 1 ? parts[0]
        : new SequencePattern(parts);

    /// <summary>One of them.</summary>
    public static Pattern Choice(params IReadOnlyList<Pattern> options)
    {
        var possible = options.Where(o => o is not NothingPattern).ToList();
        return possible switch
        {
            [] => Nothing,
            [var only] => only,
            _ => new ChoicePattern(possible),
        };
    }

    /// <summary>One of these texts.</summary>
    public static Pattern OneOf(params IEnumerable<string> texts) => Choice([.. texts.Select(Text)]);

    /// <summary>It, or nothing in its place.</summary>
    public static Pattern Optional(Pattern item) => Choice(item, Empty);

    /// <summary>At least and at most so many, one after the other; null is no bound.</summary>
    public static Pattern Repeat(Pattern item, int min, int? max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(min);
        if (item is NothingPattern || max == 0)
        {
            return min == 0 ? Empty : Nothing;
        }

        return max < min ? Nothing
            : (min, max) == (1, 1) ? item
            : new RepeatPattern(item, min, max);
    }

    /// <summary>Marks a part that stands in many places, so that it is compiled and remembered once.</summary>
    public static Pattern Rule(Pattern body) => body is NothingPattern or RulePattern ? body : new RulePattern(body);

    /// <summary>One character.</summary>
    internal static Pattern One(CharUnit unit) => unit.Sequences.Count == 0 ? Nothing : new CharPattern(unit);

    /// <summary>One character of a set.</summary>
    internal static Pattern One(CharSet set) => One(CharUnit.Of(set));
}

internal sealed class NothingPattern : Pattern;

internal sealed class TextPattern(byte[] bytes) : Pattern
{
    public byte[] Bytes => bytes;
}

internal sealed class CharPattern(CharUnit unit) : Pattern
{
    public CharUnit Unit => unit;
}

internal sealed class TokenPattern(int id) : Pattern
{
    public int Id => id;
}

internal sealed class SequencePattern(IReadOnlyList<Pattern> parts) : Pattern
{
    public IReadOnlyList<Pattern> Parts => parts;
}

internal sealed class ChoicePattern(IReadOnlyList<Pattern> options) : Pattern
{
    public IReadOnlyList<Pattern> Options => options;
}

internal sealed class RepeatPattern(Pattern item, int min, int? max) : Pattern
{
    public Pattern Item => item;

    public int Min => min;

    public int? Max => max;
}

internal sealed class RulePattern(Pattern body) : Pattern
{
    public Pattern Body => body;
}
