using GptOssDev.CodeModel.Sources;

namespace GptOssDev.Features.Completion;

/// <summary>A text and a place in it, with what stands around the place.</summary>
internal sealed record CursorContext(string Path, string Text, TextPosition Position, int Offset)
{
    /// <summary>Everything before the cursor.</summary>
    public string Before { get; } = Text[..Offset];

    /// <summary>Everything behind the cursor.</summary>
    public string After { get; } = Text[Offset..];

    /// <summary>The cursor's line up to the cursor.</summary>
    public string LineBefore => Text[TextLines.StartOfLine(Text, Offset)..Offset];

    /// <summary>The cursor's line from the cursor on, without its line break.</summary>
    public string LineAfter => Text[Offset..TextLines.EndOfLine(Text, Offset)];

    /// <summary>The line break that most lines of the text have.</summary>
    public string NewLine => LineEndings.Dominant(Text);

    /// <summary>The next line of the file with something on it, trimmed; empty when there is none.</summary>
    public string NextLine
    {
        get
        {
            for (var at = TextLines.NextStart(After, 0); at < After.Length; at = TextLines.NextStart(After, at))
            {
                var line = After[at..TextLines.EndOfLine(After, at)].Trim();
                if (line.Length > 0)
                {
                    return line;
                }
            }
            return "";
        }
    }

    /// <summary>Whitespace at the start of the cursor's line, up to the cursor.</summary>
    public string Indentation
    {
        get
        {
            var line = LineBefore;
            return line[..(line.Length - line.TrimStart(' ', '\t').Length)];
        }
    }

    /// <exception cref="FeatureException">The position lies outside the text.</exception>
    public static CursorContext At(string path, string text, TextPosition position)
    {
        var starts = TextLines.Starts(text);
        if (position.Line < 0 || position.Line >= starts.Count)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{path}:{position}: line {position.Line + 1} is past the end: the file has {starts.Count} line{(starts.Count == 1 ? "" : "s")}"
            );
        }
        var start = starts[position.Line];
        var length = TextLines.EndOfLine(text, start) - start;
        if (position.Character < 0 || position.Character > length)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{path}:{position}: column {position.Character + 1} is past the end: the line has {length} characters"
            );
        }
        return new CursorContext(path, text, position, start + position.Character);
    }
}
