namespace GptOssDev.Inference.Engine;

/// <summary>
/// Bounds runs of one kind of character. The native tokenizer matches its pattern recursively, so that a run of some ten
/// thousand letters, blanks or dots can overflow its stack and end the process. Pure.
/// </summary>
internal static class TokenizerInputGuard
{
    /// <summary>Longer than any run that a tokenizer joins to one token.</summary>
    public const int MaxRun = 4096;

    private enum Kind
    {
        None,
        Letter,
        Digit,
        Blank,
        Other,
    }

    /// <summary>The length of the text's beginning without a run longer than the bound; never half of a surrogate pair.</summary>
    public static int Bounded(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxRun)
        {
            return text.Length;
        }
        var (kind, run) = (Kind.None, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var next = KindOf(text[i]);
            (kind, run) = next == kind ? (kind, run + 1) : (next, 1);
            if (run > MaxRun && !char.IsLowSurrogate(text[i]))
            {
                return i;
            }
        }
        return text.Length;
    }

    private static Kind KindOf(char c) =>
        char.IsLetter(c) ? Kind.Letter
        : char.IsDigit(c) ? Kind.Digit
        : char.IsWhiteSpace(c) ? Kind.Blank
        : Kind.Other;
}
