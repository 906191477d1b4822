using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Sessions;

/// <summary>Where a user who takes a suggestion goes on typing: behind it, or on the next line when the statement is whole. Pure.</summary>
internal static class NextEditPosition
{
    /// <summary>The text from the cursor up to that place.</summary>
    public static string Lead(CursorContext cursor, CompletionItem item)
    {
        var end = item.Text.TrimEnd();
        var opens = end.EndsWith('{');
        if (!opens && end is not [.., ';' or '}'])
        {
            return item.Text;
        }
        var indentation = Indentation(cursor, item.Text);
        return item.Text + cursor.NewLine + indentation + (opens ? Unit(cursor.Text) : "");
    }

    private static string Indentation(CursorContext cursor, string text)
    {
        var start = TextLines.StartOfLine(text, text.Length);
        if (start == 0)
        {
            return cursor.Indentation;
        }
        var line = text.AsSpan(start);
        return line[..(line.Length - line.TrimStart(" \t").Length)].ToString();
    }

    private static string Unit(string text) => text.Contains("\n\t", StringComparison.Ordinal) ? "\t" : "    ";
}
