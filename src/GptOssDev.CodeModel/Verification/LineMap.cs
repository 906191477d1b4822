using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>Where the lines (as editors count them) of a text went in its edit: those before and after the changed stretch keep their identity.</summary>
internal sealed class LineMap
{
    private readonly int _same;
    private readonly int _firstOfEnd;
    private readonly int _shift;

    private LineMap(int same, int end, int before, int after)
    {
        _same = same;
        _firstOfEnd = before - end;
        _shift = after - before;
        ChangedBefore = (same, before - end);
        ChangedAfter = (same, after - end);
    }

    /// <summary>The changed lines of the old text, from and without the end.</summary>
    public (int From, int To) ChangedBefore { get; }

    /// <summary>The changed lines of the new text, from and without the end.</summary>
    public (int From, int To) ChangedAfter { get; }

    /// <summary>Compares by common lines at both ends; line endings do not count.</summary>
    public static LineMap Between(SourceText before, SourceText after)
    {
        var (old, now) = (LspLineTable.Of(before), LspLineTable.Of(after));
        var most = Math.Min(old.Count, now.Count);
        var same = 0;
        while (same < most && Equal(before, old.Span(same, same), after, now.Span(same, same)))
        {
            same++;
        }
        var end = 0;
        while (end < most - same)
        {
            var (last, lastNow) = (old.Count - 1 - end, now.Count - 1 - end);
            if (!Equal(before, old.Span(last, last), after, now.Span(lastNow, lastNow)))
            {
                break;
            }
            end++;
        }
        return new LineMap(same, end, old.Count, now.Count);
    }

    /// <summary>The new number of an old line; null when the line lies in the changed stretch.</summary>
    public int? Map(int line) =>
        line < _same ? line
        : line >= _firstOfEnd ? line + _shift
        : null;

    /// <summary>True when a new line lies in the changed stretch.</summary>
    public bool IsChanged(int line) => line >= ChangedAfter.From && line < ChangedAfter.To;

    private static bool Equal(SourceText left, TextSpan a, SourceText right, TextSpan b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }
        for (var i = 0; i < a.Length; i++)
        {
            if (left[a.Start + i] != right[b.Start + i])
            {
                return false;
            }
        }
        return true;
    }
}
