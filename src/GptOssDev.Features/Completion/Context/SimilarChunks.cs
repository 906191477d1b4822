using GptOssDev.Features.Code;

namespace GptOssDev.Features.Completion.Context;

/// <summary>Finds the parts of other open files that resemble the code around a cursor. Pure, bounded in files and lines.</summary>
internal static class SimilarChunks
{
    private const int ChunkLines = 16;
    private const int WindowLines = 20;
    private const int MaxFiles = 20;
    private const int MaxLines = 4000;
    private const int MaxChunks = 2;

    // Below this, two pieces of code share what any two do.
    private const double MinSimilarity = 0.2;

    /// <param name="files">Path as shown and text; the first ones count when there are too many.</param>
    public static IReadOnlyList<ContextFragment> Find(
        CursorContext cursor,
        IEnumerable<(string Path, string Text)> files
    )
    {
        var wanted = IdentifierSet.Of(Window(cursor));
        var linesLeft = MaxLines;
        var found = new List<(double Similarity, ContextFragment Fragment)>();
        foreach (var (path, text) in files.Take(MaxFiles))
        {
            var starts = TextLines.Starts(text);
            for (var line = 0; line < starts.Count && linesLeft > 0; line += ChunkLines)
            {
                linesLeft -= ChunkLines;
                var end = line + ChunkLines < starts.Count ? starts[line + ChunkLines] : text.Length;
                var chunk = text[starts[line]..end];
                var similarity = IdentifierSet.Similarity(wanted, IdentifierSet.Of(chunk));
                if (similarity >= MinSimilarity)
                {
                    found.Add((similarity, new ContextFragment(ContextKind.Similar, path, chunk)));
                }
            }
        }
        return [.. found.OrderByDescending(f => f.Similarity).Take(MaxChunks).Select(f => f.Fragment)];
    }

    private static ReadOnlySpan<char> Window(CursorContext cursor)
    {
        var start = cursor.Offset;
        for (var i = 0; i < WindowLines && start > 0; i++)
        {
            start = TextLines.StartOfLine(cursor.Text, start - 1);
        }
        return cursor.Text.AsSpan(start, cursor.Offset - start);
    }
}
