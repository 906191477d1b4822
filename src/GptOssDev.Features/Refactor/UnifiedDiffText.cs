using System.Text;
using DiffPlex;
using DiffPlex.Model;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Refactor;

/// <summary>Writes the difference of two texts as a unified diff that <c>git apply</c> takes.</summary>
internal static class UnifiedDiffText
{
    private const int Context = 3;

    private const string Mark = "\uFEFF";

    /// <param name="path">With forward slashes.</param>
    /// <param name="encoding">How the file holds the old text: git compares bytes, so a byte order mark is in the first line.</param>
    /// <returns>Empty when the texts are equal.</returns>
    public static string Of(string path, string oldText, string newText, SourceEncoding encoding = SourceEncoding.Utf8)
    {
        if (encoding == SourceEncoding.Utf8Bom)
        {
            (oldText, newText) = (Mark + oldText, Mark + newText);
        }
        var diff = new Differ().CreateCustomDiffs(oldText, newText, ignoreWhiteSpace: false, Lines);
        if (diff.DiffBlocks.Count == 0)
        {
            return "";
        }
        var result = new StringBuilder();
        if (encoding is not (SourceEncoding.Utf8 or SourceEncoding.Utf8Bom))
        {
            // To git such a file is binary, and a diff of its text fits nothing. Lines before a diff are comments.
            result.Append("# The file is in UTF-16: git apply cannot take this diff, --apply writes it.\n");
        }
        result.Append("--- ").Append(GitPath.Of('a', path)).Append('\n');
        result.Append("+++ ").Append(GitPath.Of('b', path)).Append('\n');
        foreach (var hunk in Hunks(diff.DiffBlocks))
        {
            Write(result, hunk, diff);
        }
        return result.ToString();
    }

    // Carriage returns stay in the lines: a diff of a CRLF file shows them.
    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length; )
        {
            var end = text.IndexOf('\n', at);
            var next = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..next]);
            at = next;
        }
        return [.. lines];
    }

    private static List<List<DiffBlock>> Hunks(IList<DiffBlock> blocks)
    {
        var hunks = new List<List<DiffBlock>>();
        foreach (var block in blocks)
        {
            var last = hunks.Count > 0 ? hunks[^1][^1] : null;
            if (last is not null && block.DeleteStartA - (last.DeleteStartA + last.DeleteCountA) <= 2 * Context)
            {
                hunks[^1].Add(block);
            }
            else
            {
                hunks.Add([block]);
            }
        }
        return hunks;
    }

    private static void Write(StringBuilder result, List<DiffBlock> hunk, DiffResult diff)
    {
        var (first, last) = (hunk[0], hunk[^1]);
        var before = Math.Min(Context, first.DeleteStartA);
        var behind = Math.Min(Context, diff.PiecesOld.Count - (last.DeleteStartA + last.DeleteCountA));
        var startA = first.DeleteStartA - before;
        var startB = first.InsertStartB - before;
        var countA = last.DeleteStartA + last.DeleteCountA + behind - startA;
        var countB = last.InsertStartB + last.InsertCountB + behind - startB;
        result.Append("@@ -").Append(Range(startA, countA)).Append(" +").Append(Range(startB, countB)).Append(" @@\n");
        var at = startA;
        foreach (var block in hunk)
        {
            Write(result, ' ', diff.PiecesOld, at, block.DeleteStartA);
            Write(result, '-', diff.PiecesOld, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA);
            Write(result, '+', diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }
        Write(result, ' ', diff.PiecesOld, at, at + behind);
    }

    private static void Write(StringBuilder result, char mark, IReadOnlyList<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            result.Append(mark).Append(lines[i]);
            if (!lines[i].EndsWith('\n'))
            {
                result.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    private static string Range(int start, int count) =>
        count == 1 ? $"{start + 1}" : $"{(count == 0 ? start : start + 1)},{count}";
}
