using System.Text;

namespace GptOssDev.Platform.Files;

/// <summary>Finds and applies line endings.</summary>
public static class LineEndings
{
    /// <summary>The line ending of a text: one kind, none, or mixed.</summary>
    public static LineEnding Of(string text)
    {
        var (lf, crlf, cr) = Count(text);
        var kinds = (lf > 0 ? 1 : 0) + (crlf > 0 ? 1 : 0) + (cr > 0 ? 1 : 0);
        return kinds switch
        {
            0 => LineEnding.None,
            > 1 => LineEnding.Mixed,
            _ => lf > 0 ? LineEnding.Lf
            : crlf > 0 ? LineEnding.Crlf
            : LineEnding.Cr,
        };
    }

    /// <summary>The characters that end most lines of the text; "\n" for a text of one line.</summary>
    public static string Dominant(string text)
    {
        var (lf, crlf, cr) = Count(text);
        return crlf > lf && crlf >= cr ? "\r\n"
            : cr > lf ? "\r"
            : "\n";
    }

    /// <summary>The text with every line ending replaced by <paramref name="newLine"/>.</summary>
    public static string Normalize(string text, string newLine)
    {
        if (newLine == "\n" && !text.Contains('\r', StringComparison.Ordinal))
        {
            return text;
        }
        var builder = new StringBuilder(text.Length + 64);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r')
            {
                i += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                builder.Append(newLine);
            }
            else if (text[i] == '\n')
            {
                builder.Append(newLine);
            }
            else
            {
                builder.Append(text[i]);
            }
        }
        return builder.ToString();
    }

    private static (int Lf, int Crlf, int Cr) Count(string text)
    {
        int lf = 0,
            crlf = 0,
            cr = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                lf++;
            }
            else if (text[i] == '\r')
            {
                if (i + 1 < text.Length && text[i + 1] == '\n')
                {
                    crlf++;
                    i++;
                }
                else
                {
                    cr++;
                }
            }
        }
        return (lf, crlf, cr);
    }
}
