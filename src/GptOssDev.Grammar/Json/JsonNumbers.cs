using System.Globalization;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.Json;

/// <summary>
/// Numbers as patterns. They have a bounded number of digits, so that a model cannot go on forever and any reader holds them
/// exactly enough. Pure.
/// </summary>
internal static class JsonNumbers
{
    /// <summary>The largest magnitude that is written.</summary>
    public const long Largest = 999_999_999_999_999;

    private static readonly Pattern _digit = Pattern.One(CharSet.Of(new CharRange('0', '9')));
    private static readonly Pattern _fraction = Pattern.Sequence(Pattern.Text("."), Pattern.Repeat(_digit, 1, 15));

    /// <summary>Any number.</summary>
    public static Pattern Any { get; } =
        Pattern.Rule(
            Pattern.Sequence(
                Pattern.Optional(Pattern.Text("-")),
                Magnitudes(0, Largest),
                Pattern.Optional(_fraction),
                Pattern.Optional(
                    Pattern.Sequence(
                        Pattern.OneOf("e", "E"),
                        Pattern.Optional(Pattern.OneOf("+", "-")),
                        Pattern.Repeat(_digit, 1, 2)
                    )
                )
            )
        );

    /// <summary>The integers from the first to the last, both included.</summary>
    public static Pattern Integers(long first, long last) =>
        Pattern.Choice(
            Pattern.Sequence(Pattern.Text("-"), Magnitudes(Math.Max(1, -last), -first)),
            Magnitudes(Math.Max(0, first), last)
        );

    /// <summary>The numbers from the first to the last, both included, without exponents.</summary>
    public static Pattern Between(long first, long last) =>
        Pattern.Choice(
            Pattern.Sequence(Pattern.Text("-"), Fractions(Math.Max(0, -last), -first)),
            Fractions(Math.Max(0, first), last)
        );

    private static Pattern Fractions(long first, long last)
    {
        var zeros = Pattern.Sequence(Pattern.Text("."), Pattern.Repeat(Pattern.Text("0"), 1, 3));
        return first > last
            ? Pattern.Nothing
            : Pattern.Choice(
                Pattern.Sequence(Magnitudes(first, last - 1), Pattern.Optional(_fraction)),
                Pattern.Sequence(Magnitudes(last, last), Pattern.Optional(zeros))
            );
    }

    /// <summary>The integers of a range that has no negative ones, without leading zeros.</summary>
    private static Pattern Magnitudes(long first, long last)
    {
        var options = new List<Pattern>();
        for (var from = first; from <= last; )
        {
            var digits = Text(from);
            var to = Math.Min(last, long.Parse(new string('9', digits.Length), CultureInfo.InvariantCulture));
            options.Add(SameLength(digits, Text(to)));
            from = to + 1;
        }

        return Pattern.Choice(options);
    }

    private static Pattern SameLength(ReadOnlySpan<char> first, ReadOnlySpan<char> last)
    {
        if (first.IsEmpty)
        {
            return Pattern.Empty;
        }

        var (low, high) = (first[0], last[0]);
        var lowRest = first[1..];
        var highRest = last[1..];
        if (low == high)
        {
            return Pattern.Sequence(Pattern.Text(low.ToString()), SameLength(lowRest, highRest));
        }

        var options = new List<Pattern>();
        if (lowRest.ContainsAnyExcept('0'))
        {
            var nines = new string('9', lowRest.Length);
            options.Add(Pattern.Sequence(Pattern.Text(low.ToString()), SameLength(lowRest, nines)));
            low++;
        }

        if (highRest.ContainsAnyExcept('9'))
        {
            var zeros = new string('0', highRest.Length);
            options.Add(Pattern.Sequence(Pattern.Text(high.ToString()), SameLength(zeros, highRest)));
            high--;
        }

        if (low <= high)
        {
            var leading = Pattern.One(CharSet.Of(new CharRange(low, high)));
            options.Add(Pattern.Sequence(leading, Pattern.Repeat(_digit, lowRest.Length, lowRest.Length)));
        }

        return Pattern.Choice(options);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
