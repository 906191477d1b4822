using System.Text;
using DiffPlex;
using DiffPlex.Model;
using GptOssDev.Features.Code;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Refactor;

/// <summary>
/// Lines of a file and the rewrite of them that a model wrote from what a prompt showed, put together line by line. Pure.
/// </summary>
internal sealed class RewrittenLines
{
    private readonly CodeLines _old;
    private readonly CodeLines _new;
    private readonly IndentStyle _style;
    private readonly string _usualEnd;
    private readonly HashSet<string> _left;
    private readonly List<(string Text, string End)> _result = [];

    /// <param name="oldText">Whole lines without the last one's break.</param>
    /// <param name="code">What the model wrote, indented from any column.</param>
    /// <param name="file">The file's whole text, for its style.</param>
    public RewrittenLines(string oldText, string code, string file)
    {
        _old = CodeLines.Of(oldText);
        _new = CodeLines.Of(code);
        _style = new IndentStyle(_old, file, _new);
        _usualEnd =
            LineEndings.Of(oldText) == LineEnding.None ? LineEndings.Dominant(file) : LineEndings.Dominant(oldText);
        _left = [.. _old.All.Where(_old.IsLeft).Select(l => l.Code.TrimEnd(' ', '\t'))];
        Write();
    }

    /// <summary>The new lines, without the last one's break.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            for (var i = 0; i < _result.Count; i++)
            {
                var (line, end) = _result[i];
                text.Append(line)
                    .Append(
                        i + 1 == _result.Count ? ""
                        : end.Length > 0 ? end
                        : _usualEnd
                    );
            }
            return text.ToString();
        }
    }

    private void Write()
    {
        var (oldStart, oldEnd) = _old.WithoutBlankEnds();
        var (newStart, newEnd) = _new.WithoutBlankEnds();
        Keep(0, oldStart);
        var diff = Difference((oldStart, oldEnd), (newStart, newEnd));
        var at = oldStart;
        foreach (var block in diff.DiffBlocks)
        {
            var from = oldStart + block.DeleteStartA;
            Keep(at, from);
            at = from + block.DeleteCountA;
            Put(newStart + block.InsertStartB, block.InsertCountB, from, block.DeleteCountA);
        }
        Keep(at, _old.All.Count);
    }

    // A model seldom repeats blanks at the end of a line: they only count where nothing else differs.
    private DiffResult Difference((int Start, int End) old, (int Start, int End) now)
    {
        var loose = Difference(old, now, countsTrailing: false);
        return loose.DiffBlocks.Count > 0 ? loose : Difference(old, now, countsTrailing: true);
    }

    private DiffResult Difference((int Start, int End) old, (int Start, int End) now, bool countsTrailing)
    {
        string Keys(CodeLines lines, (int Start, int End) part) =>
            string.Join('\n', lines.All.Take(part.End).Skip(part.Start).Select(l => Key(lines, l, countsTrailing)));
        return new Differ().CreateCustomDiffs(
            Keys(_old, old),
            Keys(_new, now),
            ignoreWhiteSpace: false,
            s => s.Split('\n')
        );
    }

    /// <summary>Equal for a line and its copy in the rewrite.</summary>
    private string Key(CodeLines lines, CodeLine line, bool countsTrailing)
    {
        if (line.InString)
        {
            return "string " + line.Raw;
        }
        if (line.IsBlank)
        {
            return "";
        }
        var code = line.Code.TrimEnd(' ', '\t');
        var shown = countsTrailing ? line.Code : code;
        return line.IsDirective || _left.Contains(code) ? "left " + shown : $"{ShownWidth(lines, line)} {shown}";
    }

    private static int ShownWidth(CodeLines lines, CodeLine line) =>
        lines.IsLeft(line) ? line.Width : line.Width - lines.Base;

    private void Keep(int from, int to) => _result.AddRange(_old.All.Take(to).Skip(from).Select(l => (l.Raw, l.End)));

    private void Put(int from, int count, int oldFrom, int oldCount)
    {
        for (var i = 0; i < count; i++)
        {
            var line = _new.All[from + i];
            var replaced = i < oldCount ? _old.All[oldFrom + i] : null;
            _result.Add(
                (Blanks(line, oldCount == count ? replaced : null, oldFrom) + Code(line), EndAt(oldFrom, oldCount, i))
            );
        }
    }

    private static string Code(CodeLine line) => line.IsBlank ? "" : line.Code;

    private string Blanks(CodeLine line, CodeLine? replaced, int near)
    {
        if (line.InString || line.IsBlank)
        {
            return "";
        }
        if (line.IsDirective)
        {
            return replaced is { IsDirective: true }
                ? replaced.Blanks
                : _style.OfDirective(line, ShownWidth(_new, line), near);
        }
        if (_new.IsLeft(line))
        {
            return line.Blanks;
        }
        var width = ShownWidth(_new, line);
        return
            replaced is { InString: false, IsBlank: false }
            && ShownWidth(_old, replaced) == width
            && (!_old.IsLeft(replaced) || (line.MayStandLeft && replaced.MayStandLeft))
            ? replaced.Blanks
            : _style.Of(width, near);
    }

    // The end of the line that stood here, else of the one before.
    private string EndAt(int oldFrom, int oldCount, int index)
    {
        var place = oldFrom + (index < oldCount ? index : oldCount - 1);
        return place >= 0 && place < _old.All.Count ? _old.All[place].End : _usualEnd;
    }
}
