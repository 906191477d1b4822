using System.Text;
using GptOssDev.Changes.Diffs;
using GptOssDev.Features.Code;

namespace GptOssDev.Features.Review;

/// <summary>A piece of one file's changes, small enough for one question to the model.</summary>
internal sealed record ReviewHunk(string Path, IReadOnlyList<DiffLine> Lines)
{
    private const int MaxLines = 40;
    private const int MaxLineLength = 300;

    /// <summary>Lines of the new file that changed, and those next to a removal.</summary>
    public IReadOnlySet<int> Touched { get; } = TouchedBy(Lines);

    /// <summary>The lines of the new file that are shown.</summary>
    public LineRange Range
    {
        get
        {
            var numbers = Lines.Select(l => l.NewNumber).OfType<int>().ToList();
            return numbers.Count == 0 ? new LineRange(1, 1) : new LineRange(numbers[0], numbers[^1]);
        }
    }

    /// <summary>The file's hunks, long ones in several pieces; pieces without a change are left out.</summary>
    public static IEnumerable<ReviewHunk> Of(DiffFile file) =>
        file
            .Hunks.SelectMany(h => h.Lines.Chunk(MaxLines))
            .Where(lines => lines.Any(l => l.Kind != DiffLineKind.Context))
            .Select(lines => new ReviewHunk(file.Path, lines));

    /// <summary>
    /// Lines of a file that a diff touches: the added ones, and the neighbours of removed ones that nothing was put in place of,
    /// because nothing else of such a removal is left in the new file.
    /// </summary>
    public static HashSet<int> TouchedBy(IReadOnlyList<DiffLine> lines)
    {
        var touched = new HashSet<int>();
        for (var start = 0; start < lines.Count; )
        {
            var end = start;
            while (end < lines.Count && lines[end].Kind != DiffLineKind.Context)
            {
                end++;
            }
            var added = lines.Take(end).Skip(start).Select(l => l.NewNumber).OfType<int>().ToList();
            touched.UnionWith(added);
            if (end > start && added.Count == 0)
            {
                AddNeighbour(touched, lines, start - 1);
                AddNeighbour(touched, lines, end);
            }
            start = Math.Max(end, start + 1);
        }
        return touched;
    }

    /// <summary>The lines with their numbers in the new file written in, so that the model need not count.</summary>
    public string Rendered()
    {
        var text = new StringBuilder();
        foreach (var line in Lines)
        {
            var code = BoundedText.Of(line.Text, MaxLineLength);
            var mark = line.Kind switch
            {
                DiffLineKind.Added => $"+ {line.NewNumber}",
                DiffLineKind.Removed => "- ",
                _ => $"  {line.NewNumber}",
            };
            text.Append(mark).Append("| ").Append(code).Append('\n');
        }
        return text.ToString();
    }

    private static void AddNeighbour(HashSet<int> touched, IReadOnlyList<DiffLine> lines, int index)
    {
        if (index >= 0 && index < lines.Count && lines[index].NewNumber is { } number)
        {
            touched.Add(number);
        }
    }
}
