using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Code;

/// <summary>The lines of a piece of code, and the column that they are indented from. Immutable.</summary>
internal sealed class CodeLines
{
    private CodeLines(IReadOnlyList<CodeLine> lines)
    {
        All = lines;
        Base = BaseOf(lines);
    }

    public IReadOnlyList<CodeLine> All { get; }

    /// <summary>
    /// Columns that all lines begin with. Directives, comments, labels, disabled code and the insides of block comments may
    /// stand to the left of them.
    /// </summary>
    public int Base { get; }

    public static CodeLines Of(string text)
    {
        var scan = BracketScan.Of(LineEndings.Normalize(text, "\n"));
        var starts = TextLines.Starts(text);
        var lines = new List<CodeLine>(starts.Count);
        var (at, conditions, inComment) = (0, 0, false);
        for (var i = 0; i < starts.Count; i++)
        {
            var end = TextLines.EndOfLine(text, starts[i]);
            var next = i + 1 < starts.Count ? starts[i + 1] : text.Length;
            var raw = text[starts[i]..end];
            var inString = scan.BeginsInString(at);
            at += raw.Length + 1;
            var blanks = inString ? 0 : raw.Length - raw.TrimStart(' ', '\t').Length;
            var line = new CodeLine(
                raw[..blanks],
                raw[blanks..],
                text[end..next],
                inString,
                inComment || conditions > 0
            );
            lines.Add(line);
            conditions += Conditions(line);
            inComment = !inString && LeavesCommentOpen(raw, inComment);
        }
        return new CodeLines(lines);
    }

    /// <summary>The same lines without blank ones at both ends; all of them where all are blank.</summary>
    public (int Start, int End) WithoutBlankEnds()
    {
        var (start, end) = (0, All.Count);
        while (start < end && All[start].IsBlank)
        {
            start++;
        }
        while (end > start && All[end - 1].IsBlank)
        {
            end--;
        }
        return start < end ? (start, end) : (0, All.Count);
    }

    /// <summary>True for a line that stands to the left of the others.</summary>
    public bool IsLeft(CodeLine line) => !line.InString && !line.IsBlank && line.Width < Base;

    /// <summary>A line as prompts show it: without the columns that all share.</summary>
    public string Shown(CodeLine line) =>
        line.InString ? line.Raw
        : line.IsBlank ? ""
        : IsLeft(line) ? line.Raw
        : line.BlanksAfter(Base) + line.Code;

    private static int BaseOf(IReadOnlyList<CodeLine> lines)
    {
        var code = lines.Where(l => !l.InString && !l.IsBlank).ToList();
        var first = code.Find(l => !l.MayStandLeft) ?? code.FirstOrDefault();
        return first is null
            ? 0
            : code.Where(l => l.Width >= first.Width || !l.MayStandLeft).Select(l => l.Width).Min();
    }

    private static int Conditions(CodeLine line) =>
        !line.IsDirective ? 0
        : line.Code[1..].TrimStart().StartsWith("if", StringComparison.Ordinal) ? 1
        : line.Code[1..].TrimStart().StartsWith("endif", StringComparison.Ordinal) ? -1
        : 0;

    private static bool LeavesCommentOpen(string line, bool isOpen)
    {
        var (open, close) = (
            line.LastIndexOf("/*", StringComparison.Ordinal),
            line.LastIndexOf("*/", StringComparison.Ordinal)
        );
        return open > close && !line.TrimStart().StartsWith("//", StringComparison.Ordinal) || isOpen && close < 0;
    }
}
