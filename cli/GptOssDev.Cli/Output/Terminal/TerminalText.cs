using System.Buffers;
using System.Text;

namespace GptOssDev.Cli.Output.Terminal;

/// <summary>Makes text from models and files harmless to a terminal. Pure.</summary>
internal static class TerminalText
{
    private const int MaxLine = 2000;

    private static readonly SearchValues<char> _controls = SearchValues.Create(AllControls());

    /// <summary>
    /// The text without control characters other than line ends and tabs: an escape sequence in a repository must not
    /// move the cursor, change the title or the clipboard of whoever reads about it.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(_controls))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            var isLineEnd = letter == '\r' && index + 1 < text.Length && text[index + 1] == '\n';
            if (!_controls.Contains(letter))
            {
                clean.Append(letter);
            }
            else if (!isLineEnd)
            {
                clean.Append('\uFFFD');
            }
        }

        return clean.ToString();
    }

    /// <summary>A single line for a message.</summary>
    public static string OneLine(string text) => Bounded(Clean(text.ReplaceLineEndings(" ")).Trim());

    /// <summary>The text with each of its lines bounded: one line of a generated file can have a million characters.</summary>
    public static string Bounded(string text)
    {
        if (text.Length <= MaxLine)
        {
            return text;
        }

        return string.Join('\n', text.Split('\n').Select(BoundedLine));
    }

    private static string BoundedLine(string line)
    {
        if (line.Length <= MaxLine)
        {
            return line;
        }

        var length = char.IsHighSurrogate(line[MaxLine - 1]) ? MaxLine - 1 : MaxLine;
        return $"{line[..length]}… ({line.Length - length} more characters)";
    }

    private static string AllControls()
    {
        var controls = new StringBuilder();
        for (var letter = '\0'; letter < '\u00A0'; letter++)
        {
            if (char.IsControl(letter) && letter is not ('\n' or '\t'))
            {
                controls.Append(letter);
            }
        }

        // Marks that turn the direction of writing make code read as other code than it is.
        return controls.Append("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069").ToString();
    }
}
