using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Where a snapshot's own source can be mutated; shuffled by a seed, so that a run can be repeated.</summary>
internal sealed class SourceSites
{
    private readonly Random _random;

    public SourceSites(CodeSnapshot snapshot, SymbolUsers users, int seed)
    {
        Snapshot = snapshot;
        Users = users;
        _random = new Random(seed);
        Documents = Shuffle(Written(snapshot));
    }

    public CodeSnapshot Snapshot { get; }

    public SymbolUsers Users { get; }

    /// <summary>Documents that people wrote, shuffled.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>
    /// Documents of the repository that people wrote, by path, then by project: a package brings files that are compiled too, and where
    /// its folder is differs from machine to machine.
    /// </summary>
    public static IReadOnlyList<Document> Written(CodeSnapshot snapshot) =>
        [
            .. snapshot
                .Assembled.Solution.Projects.SelectMany(p => p.Documents)
                .Where(d =>
                    d.FilePath is { } path
                    && path.StartsWith(ProjectTree.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                    && !path.Contains("/obj/", StringComparison.Ordinal)
                    && !path.Contains("\\obj\\", StringComparison.Ordinal)
                )
                .OrderBy(d => d.FilePath, StringComparer.Ordinal)
                .ThenBy(d => d.Project.Name, StringComparer.Ordinal),
        ];

    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        _random.Shuffle(array);
        return array;
    }

    /// <summary>Replaces a stretch of a document's text.</summary>
    public static string Replace(Document document, Microsoft.CodeAnalysis.Text.TextSpan span, string text)
    {
        document.TryGetText(out var source);
        return source!.Replace(span, text).ToString();
    }

    public static string Where(SyntaxNode node) =>
        $"{Path.GetFileName(node.SyntaxTree.FilePath)}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
