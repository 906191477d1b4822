using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.RegularExpressions;

/// <summary>
/// A class of characters on which dialects may disagree: what every dialect counts in, and what some dialect counts in. Text is
/// made from the first, so that it matches whoever checks it; a negation turns the two around. Immutable.
/// </summary>
internal sealed record CharClass(CharSet InAll, CharSet InSome)
{
    private static readonly CharSet _asciiDigits = CharSet.Of(new CharRange('0', '9'));

    private static readonly CharSet _asciiWord = CharSet.Of(
        new CharRange('0', '9'),
        new CharRange('A', 'Z'),
        new CharRange('a', 'z'),
        new CharRange('_', '_')
    );

    private static readonly CharSet _asciiBlanks = CharSet.Of(new CharRange('\t', '\r'), new CharRange(' ', ' '));

    private static readonly CharSet _lineEnds = CharSet.Of(
        new CharRange('\n', '\n'),
        new CharRange('\r', '\r'),
        new CharRange(0x2028, 0x2029)
    );

    // Some dialects count a character beyond this as two.
    private static readonly CharSet _counted = CharSet.Of(new CharRange(0, 0xFFFF));

    /// <summary><c>\d</c></summary>
    public static CharClass Digit { get; } = new(_asciiDigits, UnicodeCategories.Of("Nd"));

    /// <summary><c>\w</c></summary>
    public static CharClass Word { get; } =
        new(_asciiWord, UnicodeCategories.Of("L", "M", "N", "Pc").Union(CharSet.Of(new CharRange(0x200C, 0x200D))));

    /// <summary><c>\s</c></summary>
    public static CharClass Blank { get; } =
        new(
            _asciiBlanks,
            UnicodeCategories
                .Of("Z")
                .Union(_asciiBlanks)
                .Union(CharSet.Of(new CharRange(0x85, 0x85), new CharRange(0xFEFF, 0xFEFF)))
        );

    /// <summary><c>.</c></summary>
    public static CharClass NoLineEnd { get; } =
        new(_lineEnds.Complement().Intersect(_counted), CharSet.Of('\n').Complement());

    /// <summary>Characters that the expression spells out.</summary>
    public static CharClass Of(CharSet set) => new(set, set);

    /// <summary>Characters by a property.</summary>
    public static CharClass OfCategory(CharSet set) => new(set.Intersect(_counted), set);

    public CharClass Union(CharClass other) => new(InAll.Union(other.InAll), InSome.Union(other.InSome));

    public CharClass Negated() => new(InSome.Complement().Intersect(_counted), InAll.Complement());
}
