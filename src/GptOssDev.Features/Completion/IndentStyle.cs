using System.Globalization;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion;

/// <summary>
/// How the lines around a cursor are indented: as the cursor's line is, else as the lines near it are, else as the
/// <c>.editorconfig</c> says. Immutable.
/// </summary>
internal sealed class IndentStyle
{
    private const int UsualSize = 4;

    // Characters before and behind the cursor that are looked at: a file may be large, and each key asks.
    private const int MaxAround = 8192;

    private readonly CursorContext _cursor;
    private readonly bool _tabs;
    private readonly int _size;

    private IndentStyle(CursorContext cursor, bool tabs, int size) => (_cursor, _tabs, _size) = (cursor, tabs, size);

    public static IndentStyle At(CursorContext cursor, DocumentStyle? style)
    {
        var sample = cursor.Indentation.Length > 0 ? cursor.Indentation : Near(cursor);
        if (sample is null)
        {
            var size =
                int.TryParse(style?.Setting("indent_size"), CultureInfo.InvariantCulture, out var set)
                && set is > 0 and <= 16;
            return new IndentStyle(cursor, style?.Setting("indent_style") == "tab", size ? set : UsualSize);
        }
        return sample.StartsWith('\t')
            ? new IndentStyle(cursor, true, UsualSize)
            : new IndentStyle(cursor, false, SizeIn(cursor));
    }

    /// <summary>Columns that blanks take.</summary>
    public int Width(ReadOnlySpan<char> blanks)
    {
        var width = 0;
        foreach (var blank in blanks)
        {
            width = blank == '\t' ? (width / _size + 1) * _size : width + 1;
        }
        return width;
    }

    /// <summary>The text with its lines indented as the file is. What is the content of a string stays.</summary>
    public string Adapt(string text)
    {
        var lines = text.Split('\n');
        var first = string.IsNullOrWhiteSpace(_cursor.LineBefore) ? 0 : 1;
        var size = SizeOf(lines, first);
        if (size == 0)
        {
            return text;
        }
        CodeTokens? tokens = null;
        var at = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var blanks = BlanksOf(line);
            if (i >= first && blanks.Length > 0 && blanks.Length < line.Length)
            {
                var isContent = _cursor.IsCSharp && i > 0 && (tokens ??= _cursor.Code.Lex(text)).BeginsInLiteral(at);
                lines[i] = isContent ? line : Styled(blanks, size) + line[blanks.Length..];
            }
            at += line.Length + 1;
        }
        return string.Join('\n', lines);
    }

    /// <summary>Columns of a level of indentation as the lines are written; 0 when they are as the file is.</summary>
    private int SizeOf(string[] lines, int first)
    {
        var blanks = lines.Skip(first).Where(l => !string.IsNullOrWhiteSpace(l)).Select(BlanksOf).ToList();
        if (_tabs)
        {
            var spaces = blanks.Where(b => b.StartsWith(' ')).Select(b => b.Length).ToList();
            var depth = _cursor.Indentation.Count(c => c == '\t');
            // The first line stands where the cursor's line does, which gives the indentation of the others.
            return spaces.Count == 0 ? 0
                : first == 0 && depth > 0 && blanks[0] == new string(' ', spaces[0]) && spaces[0] % depth == 0
                    ? spaces[0] / depth
                : Level(spaces);
        }
        if (blanks.Exists(b => b.Contains('\t', StringComparison.Ordinal)))
        {
            return _size;
        }
        // Other spaces a level than the file has: only where all lines fit them and none leaves the cursor's level.
        var widths = blanks.Select(b => b.Length).Where(w => w > 0).ToList();
        var level = widths.Count == 0 ? _size : Level(widths);
        var levels = _cursor.Indentation.Length / _size;
        var isShown =
            widths.Distinct().Skip(1).Any() || (first == 0 && widths.Count > 0 && blanks[0].Length == levels * level);
        var indented = blanks.Count - (blanks is ["", ..] && first == 0 ? 1 : 0);
        return level != _size && levels > 0 && isShown && widths.Count == indented && widths.Min() == levels * level
            ? level
            : 0;
    }

    private string Styled(string blanks, int size)
    {
        var width = 0;
        foreach (var blank in blanks)
        {
            width = blank == '\t' ? (width / size + 1) * size : width + 1;
        }
        var (levels, rest) = (width / size, width % size);
        return _tabs
            ? blanks.StartsWith('\t')
                ? blanks
                : new string('\t', levels) + new string(' ', rest)
            : new string(' ', levels * _size + rest);
    }

    private static int Level(List<int> widths)
    {
        var common = widths.Aggregate(Divisor);
        return common % 4 == 0 ? 4
            : common % 2 == 0 ? 2
            : common % 3 == 0 ? 3
            : UsualSize;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);

    private static string BlanksOf(string line) => line[..(line.Length - line.TrimStart(' ', '\t').Length)];

    /// <summary>The blanks of the nearest line that has some; null when no line is indented.</summary>
    private static string? Near(CursorContext cursor) =>
        IndentedLines(Around(cursor, MaxAround, 0).Reverse())
            .Concat(IndentedLines(Around(cursor, 0, MaxAround)))
            .FirstOrDefault();

    private static string[] Around(CursorContext cursor, int before, int after)
    {
        var start = Math.Max(0, cursor.Offset - before);
        var end = Math.Min(cursor.Text.Length, cursor.Offset + after);
        return cursor.Text[start..end].Split('\n');
    }

    private static IEnumerable<string> IndentedLines(IEnumerable<string> lines) =>
        lines
            .Select(line => (Line: line.TrimEnd('\r'), Blanks: BlanksOf(line)))
            .Where(l => l.Blanks.Length > 0 && l.Blanks.Length < l.Line.Length)
            .Select(l => l.Blanks);

    /// <summary>Spaces of a level: by how much most lines are indented more than the line before them.</summary>
    private static int SizeIn(CursorContext cursor)
    {
        var steps = new Dictionary<int, int>();
        var previous = 0;
        foreach (var line in Around(cursor, MaxAround, MaxAround).Skip(cursor.Offset > MaxAround ? 1 : 0))
        {
            var blanks = BlanksOf(line);
            if (blanks.Length < line.TrimEnd('\r').Length && !blanks.Contains('\t', StringComparison.Ordinal))
            {
                var step = blanks.Length - previous;
                if (step is 2 or 3 or 4 or 8)
                {
                    steps[step] = steps.GetValueOrDefault(step) + 1;
                }
                previous = blanks.Length;
            }
        }
        return steps.Count == 0 ? UsualSize : steps.MaxBy(s => (s.Value, s.Key)).Key;
    }
}
