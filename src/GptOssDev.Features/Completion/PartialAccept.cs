using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion;

/// <summary>Where the first piece of a suggestion ends, for who takes it piece by piece. Pure; lengths in UTF-16 units.</summary>
public static class PartialAccept
{
    /// <summary>Up to the end of the first word, or of the first run of other signs, with the blanks before it.</summary>
    public static int Word(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.Length - text.AsSpan().TrimStart().Length;
        var end = start;
        while (end < text.Length && IsWord(text[end]) == IsWord(text[start]) && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }
        return end;
    }

    /// <summary>Up to the end of the first line with something on it, without its line break.</summary>
    public static int Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.Length - text.AsSpan().TrimStart().Length;
        return TextLines.EndOfLine(text, start);
    }

    // The halves of a character outside the basic plane stay together.
    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c);
}
