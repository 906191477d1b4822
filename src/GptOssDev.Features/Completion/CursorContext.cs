using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Completion;

/// <summary>
/// A text and a place in it, with what stands around the place. What is computed from the text is computed once. Thread-safe.
/// </summary>
internal sealed class CursorContext(
    string path,
    string text,
    TextPosition position,
    int offset,
    DocumentStyle? style = null
)
{
    private CursorTokens? _code;
    private IndentStyle? _indent;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public TextPosition Position { get; } = position;

    public int Offset { get; } = offset;

    /// <summary>Everything before the cursor.</summary>
    public string Before { get; } = text[..offset];

    /// <summary>Everything behind the cursor.</summary>
    public string After { get; } = text[offset..];

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

    public bool IsCSharp { get; } = SourceLanguage.Of(path).IsCSharp;

    /// <summary>The tokens around the cursor, where the file holds C#.</summary>
    public CursorTokens Code => _code ??= new CursorTokens(this, style);

    /// <summary>How the lines around the cursor are indented.</summary>
    public IndentStyle Indent => _indent ??= IndentStyle.At(this, style);

    /// <param name="style">What the project says of the document; null where it is not known.</param>
    /// <exception cref="FeatureException">The position lies outside the text.</exception>
    public static CursorContext At(string path, string text, TextPosition position, DocumentStyle? style = null)
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
        return new CursorContext(path, text, position, start + position.Character, style);
    }
}
