using GptOssDev.CodeModel.Documents;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// The lines of a text as editors and LSP count them: ended by CR LF, LF or CR. Roslyn also ends a line at U+0085, U+2028 and
/// U+2029, so its line numbers are never used outside of this type. Immutable; any thread.
/// </summary>
internal sealed class LspLineTable
{
    private readonly TextLineCollection _lines;

    // Roslyn's number of each line's first line; null where both count the same, which is nearly always.
    private readonly List<int>? _firsts;

    private LspLineTable(TextLineCollection lines, List<int>? firsts)
    {
        _lines = lines;
        _firsts = firsts;
    }

    public int Count => _firsts?.Count ?? _lines.Count;

    public static LspLineTable Of(SourceText text)
    {
        var lines = text.Lines;
        List<int>? firsts = null;
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            var isJoined = text[lines[i].EndIncludingLineBreak - 1] is '\u0085' or '\u2028' or '\u2029';
            if (isJoined)
            {
                firsts ??= [.. Enumerable.Range(0, i + 1)];
            }
            else
            {
                firsts?.Add(i + 1);
            }
        }
        return new LspLineTable(lines, firsts);
    }

    public int Start(int line) => _lines[First(line)].Start;

    /// <summary>Where a line's characters end, before its line break.</summary>
    public int End(int line) => _lines[Last(line)].End;

    /// <summary>From the start of a line to the end of another one, that line's break left out.</summary>
    public TextSpan Span(int first, int last) => TextSpan.FromBounds(Start(first), End(last));

    public TextPosition Position(int offset)
    {
        var place = _lines.GetLinePosition(offset);
        if (_firsts is null)
        {
            return new TextPosition(place.Line, place.Character);
        }
        var found = _firsts.BinarySearch(place.Line);
        var line = found >= 0 ? found : ~found - 1;
        return new TextPosition(line, offset - Start(line));
    }

    public TextRange Range(TextSpan span) => new(Position(span.Start), Position(span.End));

    private int First(int line) => _firsts?[line] ?? line;

    private int Last(int line) =>
        _firsts is null ? line
        : line + 1 < _firsts.Count ? _firsts[line + 1] - 1
        : _lines.Count - 1;
}
