using System.Globalization;
using System.Text;

namespace GptOssDev.Grammar.RegularExpressions;

/// <summary>An expression being read, character by character. Used by one parser.</summary>
internal sealed class ExpressionText(string whole, int start, int end)
{
    public int At { get; private set; } = start;

    public bool IsAtEnd => At >= end;

    /// <summary>The next UTF-16 unit without reading it; NUL at the end.</summary>
    public char Peek => IsAtEnd ? '\0' : whole[At];

    public GrammarException Refused(string what, string remedy) =>
        new($"the regular expression {whole} has {what} at character {At + 1}: {remedy}");

    /// <summary>Reads the given text if it comes next.</summary>
    public bool TryRead(string text)
    {
        var next = end - At >= text.Length && string.CompareOrdinal(whole, At, text, 0, text.Length) == 0;
        At += next ? text.Length : 0;
        return next;
    }

    /// <summary>Reads one character, a surrogate pair as one.</summary>
    public int Read()
    {
        if (IsAtEnd)
        {
            throw Refused("an end too early", "complete it");
        }

        if (Rune.TryGetRuneAt(whole, At, out var rune))
        {
            At += rune.Utf16SequenceLength;
            return rune.Value;
        }

        throw Refused("half a surrogate pair", "write the whole character");
    }

    /// <summary>Reads a number in decimal digits; null where none stands.</summary>
    public int? ReadCount()
    {
        const int Most = 100_000;
        var from = At;
        while (char.IsAsciiDigit(Peek))
        {
            At++;
        }

        if (At == from)
        {
            return null;
        }

        return int.TryParse(whole.AsSpan(from, At - from), CultureInfo.InvariantCulture, out var count) && count <= Most
            ? count
            : throw Refused("a count that is too large", $"stay below {Most}");
    }

    /// <summary>Reads so many hexadecimal digits.</summary>
    public int ReadHex(int digits)
    {
        if (
            end - At >= digits
            && int.TryParse(
                whole.AsSpan(At, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            At += digits;
            return value;
        }

        throw Refused("an escape without its digits", $"write {digits} hexadecimal digits");
    }

    /// <summary>Reads up to a closing brace and over it.</summary>
    public string ReadToBrace()
    {
        var close = whole.IndexOf('}', At, end - At);
        if (close < 0)
        {
            throw Refused("an open brace", "close it");
        }

        var text = whole[At..close];
        At = close + 1;
        return text;
    }
}
