using System.Text.RegularExpressions;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;

namespace GptOssDev.Features.Chat;

/// <summary>
/// Finds the members of a workspace whose names and text match the words of a question. Syntax only: nothing is built. Ranking:
/// BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over files, then over the members of the best.
/// </summary>
internal static partial class RepositorySearch
{
    private const int MaxFiles = 5000;
    private const int MaxRankedFiles = 8;
    private const int MaxMembers = 6;
    private const int MaxLines = 80;
    private const int MaxTerms = 24;
    private const int MinTermLength = 3;
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;
    private const double NameWeight = 4;

    private static readonly HashSet<string> _stopWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "and",
        "any",
        "are",
        "can",
        "class",
        "code",
        "could",
        "does",
        "explain",
        "file",
        "files",
        "find",
        "for",
        "from",
        "give",
        "has",
        "have",
        "how",
        "into",
        "its",
        "list",
        "make",
        "method",
        "need",
        "not",
        "project",
        "repository",
        "should",
        "show",
        "tell",
        "that",
        "the",
        "there",
        "these",
        "they",
        "this",
        "type",
        "use",
        "used",
        "uses",
        "using",
        "was",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "work",
        "works",
        "would",
        "you",
        "your",
    };

    /// <summary>The best members first; empty when no word of the question occurs in the workspace's C# files.</summary>
    public static async Task<IReadOnlyList<AskSnippet>> FindAsync(
        CodeSnapshot code,
        string question,
        CancellationToken cancellationToken
    )
    {
        var terms = Terms(question);
        if (terms.Count == 0)
        {
            return [];
        }
        var files = code
            .Paths.Take(MaxFiles)
            .Select(code.Find)
            .OfType<CodeDocument>()
            .Select(document => new Entry(document, DisplayPath.Of(code.State.Root, document.Path), document.Text))
            .ToList();
        var best = Rank(files, file => file.Name, file => file.Text, terms, MaxRankedFiles, cancellationToken);
        var members = new List<Member>();
        foreach (var file in best)
        {
            var outline = await file.Document.OutlineAsync(cancellationToken: cancellationToken);
            members.AddRange(outline.Select(item => Member.Of(file, item)).OfType<Member>());
        }
        return
        [
            .. Rank(members, m => m.Item.QualifiedName, m => m.Text, terms, MaxMembers, cancellationToken)
                .Select(m => new AskSnippet(m.Source.Name, m.Item.Range.Start.Line + 1, m.Text)),
        ];
    }

    private static List<T> Rank<T>(
        IReadOnlyList<T> items,
        Func<T, string> name,
        Func<T, string> text,
        IReadOnlyList<string> terms,
        int count,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
        {
            return [];
        }
        var average = Math.Max(1, items.Average(item => text(item).Length));
        var scores = new double[items.Count];
        foreach (var term in terms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var counts = items
                .Select(item => Occurrences(text(item), term) + (NameWeight * Occurrences(name(item), term)))
                .ToList();
            var matching = counts.Count(c => c > 0);
            var rarity = Math.Log(1 + ((items.Count - matching + 0.5) / (matching + 0.5)));
            for (var i = 0; i < items.Count; i++)
            {
                var length = 1 - LengthWeight + (LengthWeight * text(items[i]).Length / average);
                scores[i] += rarity * counts[i] * (Saturation + 1) / (counts[i] + (Saturation * length));
            }
        }
        return
        [
            .. items
                .Select((item, i) => (Item: item, Score: scores[i]))
                .Where(scored => scored.Score > 0)
                .OrderByDescending(scored => scored.Score)
                .Take(count)
                .Select(scored => scored.Item),
        ];
    }

    // Words of the question and the words inside its identifiers.
    private static List<string> Terms(string question) =>
        [
            .. Word()
                .Matches(question)
                .Select(match => match.Value)
                .SelectMany(word => Part().Matches(word).Select(part => part.Value).Prepend(word))
                .Where(term => term.Length >= MinTermLength && !_stopWords.Contains(term))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MaxTerms),
        ];

    private static int Occurrences(string text, string term)
    {
        var (count, at) = (0, 0);
        while ((at = text.IndexOf(term, at, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            (count, at) = (count + 1, at + term.Length);
        }
        return count;
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{N}_]*", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{N}+", RegexOptions.None, 1000)]
    private static partial Regex Part();

    private sealed record Entry(CodeDocument Document, string Name, string Text);

    private sealed record Member(Entry Source, OutlineItem Item, string Text)
    {
        // Of a long declaration its beginning: head, documentation and first members.
        public static Member? Of(Entry file, OutlineItem item)
        {
            var (first, last) = (item.Range.Start.Line, item.Range.End.Line);
            if (last - first >= MaxLines)
            {
                last = first + MaxLines - 1;
            }
            var starts = TextLines.Starts(file.Text);
            return last < starts.Count
                ? new Member(file, item, file.Text[starts[first]..TextLines.EndOfLine(file.Text, starts[last])])
                : null;
        }
    }
}
