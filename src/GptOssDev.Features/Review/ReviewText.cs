using GptOssDev.Features.Code;

namespace GptOssDev.Features.Review;

/// <summary>Reads lines of a file's text as git counts them: a carriage return alone ends none.</summary>
internal static class ReviewText
{
    /// <summary>The text of whole lines; what lies past the end is left out.</summary>
    public static string Lines(string text, LineRange lines)
    {
        var start = Start(text, lines.Start);
        if (start < 0)
        {
            return "";
        }
        var last = Start(text, lines.End);
        var end = last < 0 ? -1 : text.IndexOf('\n', last);
        return text[start..(end < 0 ? text.Length : end)].TrimEnd('\r');
    }

    /// <summary>Git's numbers of lines that an editor and the compiler count.</summary>
    public static LineRange FromEditor(string text, LineRange lines)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
        {
            return lines;
        }
        var starts = TextLines.Starts(text);
        int Number(int line) => text.AsSpan(0, starts[Math.Clamp(line, 1, starts.Count) - 1]).Count('\n') + 1;
        return new LineRange(Number(lines.Start), Number(lines.End));
    }

    // Of a line past the end -1.
    private static int Start(string text, int line)
    {
        var at = 0;
        for (var i = 1; i < line; i++)
        {
            var end = text.IndexOf('\n', at);
            if (end < 0)
            {
                return -1;
            }
            at = end + 1;
        }
        return at;
    }
}
