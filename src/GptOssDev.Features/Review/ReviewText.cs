namespace GptOssDev.Features.Review;

/// <summary>Reads lines of a file's text.</summary>
internal static class ReviewText
{
    /// <summary>The text of whole lines; what lies past the end is left out.</summary>
    public static string Lines(string text, LineRange lines)
    {
        var starts = TextLines.Starts(text);
        return lines.Start > starts.Count
            ? ""
            : text[starts[lines.Start - 1]..TextLines.EndOfLine(text, starts[Math.Min(lines.End, starts.Count) - 1])];
    }
}
