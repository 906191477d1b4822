using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>For each source symbol that has a documentation id: the projects that name it.</summary>
internal sealed class SymbolUsers
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _users = new();

    /// <summary>Binds every name of the documents once, on all cores.</summary>
    public static async Task<SymbolUsers> FindAsync(IReadOnlyList<Document> documents)
    {
        var found = new SymbolUsers();
        await Parallel.ForEachAsync(documents, async (document, _) => await found.AddAsync(document));
        return found;
    }

    /// <summary>Names of projects; none for a symbol without an id, such as a local or a parameter.</summary>
    public IReadOnlyCollection<string> Of(ISymbol symbol) =>
        symbol.OriginalDefinition.GetDocumentationCommentId() is { } id && _users.TryGetValue(id, out var users)
            ? [.. users.Keys]
            : [];

    private async Task AddAsync(Document document)
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
                    _users.GetOrAdd(id, _ => new()).TryAdd(document.Project.Name, true);
                }
            }
        }
    }
}
