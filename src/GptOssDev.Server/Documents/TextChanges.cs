using GptOssDev.Contracts;

namespace GptOssDev.Server.Documents;

/// <summary>LSP's incremental changes. Pure.</summary>
internal static class TextChanges
{
    /// <summary>The text after a change; null when the change lies outside the text.</summary>
    public static string? Apply(string text, ContentChange change)
    {
        if (change.Range is not { } range)
        {
            return change.Text;
        }
        if (Offset(text, range.Start) is not { } start || Offset(text, range.End) is not { } end || end < start)
        {
            return null;
        }
        return string.Concat(text.AsSpan(0, start), change.Text, text.AsSpan(end));
    }

    /// <summary>
    /// The offset of a position; null when there is no such line. A character past the line's end means its end, as LSP says.
    /// Lines end with LF, CR LF or CR.
    /// </summary>
    private static int? Offset(string text, Position position)
    {
        if (position.Line < 0 || position.Character < 0)
        {
            return null;
        }
        var at = 0;
        for (var line = 0; line < position.Line; line++)
        {
            var lineEnd = text.AsSpan(at).IndexOfAny('\n', '\r');
            if (lineEnd < 0)
            {
                return null;
            }
            at += lineEnd;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        }
        var length = text.AsSpan(at).IndexOfAny('\n', '\r');
        return at + Math.Min(position.Character, length < 0 ? text.Length - at : length);
    }
}
