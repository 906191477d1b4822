using System.Text;

namespace GptOssDev.Features;

/// <summary>
/// Takes indentation off code and puts it on. Lines that begin inside a string are left alone: their blanks are content.
/// Texts have <c>\n</c> for line breaks where they come out.
/// </summary>
internal static class TextIndent
{
    /// <summary>The blanks that every line with something on it begins with.</summary>
    public static string Common(string text)
    {
        string? common = null;
        foreach (var (line, inString) in Lines(text))
        {
            if (inString || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            var blanks = line[..(line.Length - line.TrimStart(' ', '\t').Length)];
            common = common is null ? blanks : common[..CommonLength(common, blanks)];
        }
        return common ?? "";
    }

    /// <summary>The text without the blanks that its lines share.</summary>
    public static string Dedent(string text)
    {
        var common = Common(text);
        return Change(
            text,
            line => line.StartsWith(common, StringComparison.Ordinal) ? line[common.Length..] : line.TrimStart()
        );
    }

    /// <summary>The text with its shared blanks replaced by others, in the style (tabs or spaces) of <paramref name="like"/>.</summary>
    public static string Indent(string text, string blanks, string like)
    {
        var tabs = UsesTabs(like);
        return Change(Dedent(text), line => blanks + Styled(line, tabs));
    }

    private static string Styled(string line, bool? tabs)
    {
        var length = line.Length - line.TrimStart(' ', '\t').Length;
        if (length == 0 || tabs is not { } useTabs)
        {
            return line;
        }
        var width = line[..length].Sum(c => c == '\t' ? 4 : 1);
        var blanks = useTabs ? new string('\t', width / 4) + new string(' ', width % 4) : new string(' ', width);
        return blanks + line[length..];
    }

    /// <summary>Whether a text indents with tabs; null when it does not indent.</summary>
    private static bool? UsesTabs(string text)
    {
        var (tabs, spaces) = (0, 0);
        foreach (var (line, inString) in Lines(text))
        {
            tabs += !inString && line.StartsWith('\t') ? 1 : 0;
            spaces += !inString && line.StartsWith(' ') ? 1 : 0;
        }
        return tabs + spaces == 0 ? null : tabs > spaces;
    }

    private static string Change(string text, Func<string, string> change)
    {
        var result = new StringBuilder(text.Length);
        var first = true;
        foreach (var (line, inString) in Lines(text))
        {
            result.Append(first ? "" : "\n");
            first = false;
            result.Append(
                inString ? line
                : string.IsNullOrWhiteSpace(line) ? ""
                : change(line)
            );
        }
        return result.ToString();
    }

    private static IEnumerable<(string Line, bool InString)> Lines(string text)
    {
        var unified = text.ReplaceLineEndings("\n");
        var scan = BracketScan.Of(unified);
        var at = 0;
        foreach (var line in unified.Split('\n'))
        {
            yield return (line, scan.BeginsInString(at));
            at += line.Length + 1;
        }
    }

    private static int CommonLength(string a, string b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[length] == b[length])
        {
            length++;
        }
        return length;
    }
}
