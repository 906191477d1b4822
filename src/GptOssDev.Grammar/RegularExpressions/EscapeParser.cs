using System.Globalization;
using GptOssDev.Grammar.Patterns;

namespace GptOssDev.Grammar.RegularExpressions;

/// <summary>Reads what follows a backslash. Pure but for the text it reads on.</summary>
internal static class EscapeParser
{
    public static CharClass Parse(ExpressionText text)
    {
        var name = text.Read();
        return name switch
        {
            'd' => CharClass.Digit,
            'D' => CharClass.Digit.Negated(),
            'w' => CharClass.Word,
            'W' => CharClass.Word.Negated(),
            's' => CharClass.Blank,
            'S' => CharClass.Blank.Negated(),
            'p' => Category(text),
            'P' => Category(text).Negated(),
            _ => Only(Character(text, name)),
        };
    }

    private static CharClass Only(int character) => CharClass.Of(CharSet.Of(new CharRange(character, character)));

    private static int Character(ExpressionText text, int name) =>
        name switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\f',
            'v' => '\v',
            'x' => text.ReadHex(2),
            'u' => CodePoint(text),
            _ when name < 128 && !char.IsAsciiLetterOrDigit((char)name) => name,
            _ => throw text.Refused(
                $"the escape \\{char.ConvertFromUtf32(name)}",
                "only classes and characters can be enforced"
            ),
        };

    private static int CodePoint(ExpressionText text)
    {
        if (text.TryRead("{"))
        {
            var digits = text.ReadToBrace();
            return
                int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                && value <= 0x10FFFF
                ? value
                : throw text.Refused($"the code point {digits}", "write one up to 10FFFF");
        }

        var first = text.ReadHex(4);
        if (!char.IsHighSurrogate((char)first))
        {
            return first;
        }

        return text.TryRead("\\u") && text.ReadHex(4) is var second && char.IsLowSurrogate((char)second)
            ? char.ConvertToUtf32((char)first, (char)second)
            : throw text.Refused("half a surrogate pair", "write both halves");
    }

    private static CharClass Category(ExpressionText text)
    {
        var name = text.TryRead("{")
            ? text.ReadToBrace()
            : throw text.Refused("\\p without a name", "write such as \\p{L}");
        return UnicodeCategories.Find(name) is { } set
            ? CharClass.OfCategory(set)
            : throw text.Refused($"the class {name}", "only general categories such as L or Lu can be enforced");
    }
}
