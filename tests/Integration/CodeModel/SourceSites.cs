using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Where a snapshot's own source can be mutated; shuffled by a seed, so that a run can be repeated.</summary>
internal sealed class SourceSites
{
    private readonly Random _random;

    private SourceSites(CodeSnapshot snapshot, int seed)
    {
        Snapshot = snapshot;
        _random = new Random(seed);
    }

    public CodeSnapshot Snapshot { get; }

    /// <summary>Documents that people wrote, shuffled.</summary>
    public IReadOnlyList<Document> Documents { get; private set; } = [];

    /// <summary>For each source symbol, by documentation id and project of origin: the projects that use it.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Users { get; private set; } =
        new Dictionary<string, IReadOnlySet<string>>();

    public static async Task<SourceSites> CollectAsync(CodeSnapshot snapshot, int seed)
    {
        var sites = new SourceSites(snapshot, seed);
        var documents = snapshot
            .Assembled.Solution.Projects.SelectMany(p => p.Documents)
            .Where(d =>
                d.FilePath is { } path
                && !path.Contains("/obj/", StringComparison.Ordinal)
                && !path.Contains("\\obj\\", StringComparison.Ordinal)
            )
            .OrderBy(d => d.FilePath, StringComparer.Ordinal)
            .ToList();
        sites.Documents = sites.Shuffle(documents);
        sites.Users = await UsersAsync(documents);
        return sites;
    }

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

    private static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> UsersAsync(
        IReadOnlyList<Document> documents
    )
    {
        var users = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var document in documents)
        {
            var model = (await document.GetSemanticModelAsync())!;
            var root = (await document.GetSyntaxRootAsync())!;
            foreach (var name in root.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>())
            {
                var info = model.GetSymbolInfo(name);
                foreach (var symbol in info.Symbol is { } found ? [found] : info.CandidateSymbols)
                {
                    if (symbol.OriginalDefinition.GetDocumentationCommentId() is { } id)
                    {
                        if (!users.TryGetValue(id, out var set))
                        {
                            users[id] = set = new HashSet<string>();
                        }
                        ((HashSet<string>)set).Add(document.Project.Name);
                    }
                }
            }
        }
        return users;
    }
}
