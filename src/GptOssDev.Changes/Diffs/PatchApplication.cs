using System.Text;

namespace GptOssDev.Changes.Diffs;

/// <summary>Holds one file's hunks against one text, once.</summary>
internal sealed class PatchApplication(DiffFile file, string? current)
{
    private const int MaxOffset = 1000;
    private const char ByteOrderMark = '\uFEFF';

    private readonly List<TextLine> _lines = Split(current ?? "");

    // Added lines end as the text's do; a text without any line break takes the patch's.
    private readonly string? _newLine = DominantNewLine(current ?? "");

    /// <param name="Break">The characters that end it; empty for a last line without an ending.</param>
    private readonly record struct TextLine(string Text, string Break);

    public PatchedText Run()
    {
        if (current is null && file.OldPath is not null)
        {
            return Misfit("there is no such file");
        }
        var holdsNew = current is not null && HoldsNew();
        // A hunk that shows nothing of its new side fits everywhere and proves nothing.
        if (holdsNew && file.Hunks.All(h => h.Lines.Any(l => l.NewNumber is not null)))
        {
            return new PatchedText(PatchSide.New, current, file, null);
        }
        if (file.OldPath is null && _lines.Count > 0)
        {
            return Misfit("the patch makes the file, and another one is there");
        }
        return Apply() is { Fits: true } applied ? applied
            : holdsNew ? new PatchedText(PatchSide.New, current, file, null)
            : Misfit(FirstMisfit());
    }

    private PatchedText Apply()
    {
        var text = new List<TextLine>();
        var hunks = new List<DiffHunk>();
        var (at, offset) = (0, 0);
        foreach (var hunk in file.Hunks)
        {
            var old = hunk.Lines.Where(l => l.Kind != DiffLineKind.Added).ToList();
            var expected = (old.Count == 0 ? hunk.OldStart : hunk.OldStart - 1) + offset;
            if (Locate(old, expected, at) is not { } found)
            {
                return Misfit(Where(hunk));
            }
            text.AddRange(_lines.GetRange(at, found - at));
            hunks.Add(Moved(hunk, found - expected + offset, text.Count));
            offset += found - expected;
            at = found + Append(text, hunk, found);
        }
        text.AddRange(_lines.GetRange(at, _lines.Count - at));
        return new PatchedText(PatchSide.Old, Join(text), file with { Hunks = hunks }, null);
    }

    /// <summary>The hunk's new side; tells how many lines of the old one it took.</summary>
    private int Append(List<TextLine> text, DiffHunk hunk, int from)
    {
        var taken = 0;
        foreach (var line in hunk.Lines)
        {
            if (line.Kind == DiffLineKind.Added)
            {
                var content = text.Count == 0 ? line.Text.TrimStart(ByteOrderMark) : line.Text;
                text.Add(
                    new TextLine(content, line.NoNewline ? "" : _newLine ?? (line.CarriageReturn ? "\r\n" : "\n"))
                );
                continue;
            }
            if (line.Kind == DiffLineKind.Context)
            {
                text.Add(_lines[from + taken]);
            }
            taken++;
        }
        return taken;
    }

    private int? Locate(List<DiffLine> old, int expected, int least)
    {
        if (old.Count == 0)
        {
            return expected >= least && expected <= _lines.Count ? expected : null;
        }
        for (var distance = 0; distance <= MaxOffset; distance++)
        {
            if (StandsAt(old, expected - distance, least))
            {
                return expected - distance;
            }
            if (distance > 0 && StandsAt(old, expected + distance, least))
            {
                return expected + distance;
            }
        }
        return null;
    }

    private bool StandsAt(List<DiffLine> old, int at, int least)
    {
        if (at < least || at > _lines.Count - old.Count)
        {
            return false;
        }
        for (var i = 0; i < old.Count; i++)
        {
            if (!Same(at + i, old[i]))
            {
                return false;
            }
        }
        return true;
    }

    private bool HoldsNew() =>
        file
            .Hunks.SelectMany(h => h.Lines)
            .All(line =>
                line.NewNumber is not { } number || number >= 1 && number <= _lines.Count && Same(number - 1, line)
            );

    private bool Same(int index, DiffLine line) =>
        _lines[index].Text.AsSpan().SequenceEqual(index == 0 ? line.Text.AsSpan().TrimStart(ByteOrderMark) : line.Text);

    private string FirstMisfit() => Apply().Failure ?? "it does not fit";

    private static string Where(DiffHunk hunk) => $"the piece at its line {hunk.OldStart} does not fit";

    private PatchedText Misfit(string why) => new(PatchSide.Neither, null, file, why);

    /// <param name="newIndex">Where the hunk's new side begins in the new text, from 0.</param>
    private static DiffHunk Moved(DiffHunk hunk, int oldOffset, int newIndex)
    {
        var first = hunk.Lines.Select(l => l.NewNumber).FirstOrDefault(n => n is not null);
        var newOffset = first is { } number ? newIndex + 1 - number : 0;
        return oldOffset == 0 && newOffset == 0
            ? hunk
            : hunk with
            {
                OldStart = hunk.OldStart + oldOffset,
                NewStart = hunk.NewStart + newOffset,
                Lines =
                [
                    .. hunk.Lines.Select(l =>
                        l with
                        {
                            OldNumber = l.OldNumber + oldOffset,
                            NewNumber = l.NewNumber + newOffset,
                        }
                    ),
                ],
            };
    }

    private string Join(List<TextLine> lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            // What was a last line without an ending gets one when lines follow it now.
            var lineBreak = lines[i].Break.Length == 0 && i + 1 < lines.Count ? _newLine ?? "\n" : lines[i].Break;
            text.Append(lines[i].Text).Append(lineBreak);
        }
        return text.ToString();
    }

    // As git does: a line ends with LF, and a carriage return before it belongs to the ending.
    private static List<TextLine> Split(string text)
    {
        var lines = new List<TextLine>();
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            var stop = end < 0 ? next : end;
            stop -= end > start && text[end - 1] == '\r' ? 1 : 0;
            lines.Add(new TextLine(text[start..stop], text[stop..next]));
            start = next;
        }
        return lines;
    }

    private static string? DominantNewLine(string text)
    {
        var (lf, crlf) = (0, 0);
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            (lf, crlf) = i > 0 && text[i - 1] == '\r' ? (lf, crlf + 1) : (lf + 1, crlf);
        }
        return (lf, crlf) == (0, 0) ? null
            : crlf > lf ? "\r\n"
            : "\n";
    }
}
