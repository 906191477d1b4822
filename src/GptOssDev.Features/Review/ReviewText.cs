using GptOssDev.Retrieval.Diffs;

namespace GptOssDev.Features.Review;

/// <summary>Holds a diff against a file's text.</summary>
internal static class ReviewText
{
    /// <summary>True when every line of the new side stands where the diff says.</summary>
    public static bool Matches(DiffFile file, string text)
    {
        var starts = TextLines.Starts(text);
        return file
            .Hunks.SelectMany(h => h.Lines)
            .All(line =>
                line.NewNumber is not { } number
                || (
                    number >= 1
                    && number <= starts.Count
                    && text.AsSpan(
                            starts[number - 1],
                            TextLines.EndOfLine(text, starts[number - 1]) - starts[number - 1]
                        )
                        .SequenceEqual(line.Text)
                )
            );
    }

    /// <summary>The text of whole lines; what lies past the end is left out.</summary>
    public static string Lines(string text, LineRange lines)
    {
        var starts = TextLines.Starts(text);
        return lines.Start > starts.Count
            ? ""
            : text[starts[lines.Start - 1]..TextLines.EndOfLine(text, starts[Math.Min(lines.End, starts.Count) - 1])];
    }
}
