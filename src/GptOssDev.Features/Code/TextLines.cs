namespace GptOssDev.Features.Code;

/// <summary>Lines of a text, ended by CR LF, LF or CR, by offsets in UTF-16 units.</summary>
internal static class TextLines
{
    /// <summary>Where the line after the one at an offset begins, or the text's end.</summary>
    public static int NextStart(string text, int offset)
    {
        var end = EndOfLine(text, offset);
        if (end == text.Length)
        {
            return end;
        }
        return text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
    }

    /// <summary>Where the characters of the line at an offset end, before its line break.</summary>
    public static int EndOfLine(string text, int offset)
    {
        var found = text.AsSpan(offset).IndexOfAny('\r', '\n');
        return found < 0 ? text.Length : offset + found;
    }

    /// <summary>Where the line that holds the character at an offset begins; a line break belongs to the line it ends.</summary>
    public static int StartOfLine(string text, int offset)
    {
        if (offset > 0 && offset < text.Length && text[offset] == '\n' && text[offset - 1] == '\r')
        {
            offset--;
        }
        while (
            offset > 0
            && text[offset - 1] is not '\n'
            && !(text[offset - 1] == '\r' && (offset >= text.Length || text[offset] != '\n'))
        )
        {
            offset--;
        }
        return offset;
    }

    /// <summary>Where each line begins; a text has at least one line.</summary>
    public static List<int> Starts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }
        return starts;
    }

    /// <summary>Number of lines; a line break at the end does not begin one more.</summary>
    public static int Count(string text)
    {
        var starts = Starts(text);
        return starts.Count > 1 && starts[^1] == text.Length ? starts.Count - 1 : starts.Count;
    }
}
