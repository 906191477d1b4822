using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Filters;

/// <summary>Drops a text that only goes on repeating: a model that is lost writes the same line again and again.</summary>
internal static class DropRepetition
{
    private const int MinLength = 4;

    public static CompletionDraft? Apply(CompletionDraft draft, CursorContext cursor, CompletionShape shape)
    {
        var lines = draft.Text.Split('\n');
        var first = (cursor.LineBefore + lines[0]).Trim();
        var above = LinesAbove(cursor);
        if (first.Length >= MinLength && above.Count == 2 && above.All(l => l == first))
        {
            return null;
        }
        var at = lines[0].Length + 1;
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            var previous = i == 1 ? first : lines[i - 1].Trim();
            if (line.Length >= MinLength && line == previous)
            {
                return draft.Cut(at - 1);
            }
            at += lines[i].Length + 1;
        }
        return draft;
    }

    private static List<string> LinesAbove(CursorContext cursor)
    {
        var lines = new List<string>();
        var at = TextLines.StartOfLine(cursor.Text, cursor.Offset);
        while (at > 0 && lines.Count < 2)
        {
            var start = TextLines.StartOfLine(cursor.Text, at - 1);
            var line = cursor.Text[start..at].Trim();
            if (line.Length > 0)
            {
                lines.Add(line);
            }
            at = start;
        }
        return lines;
    }
}
