using System.Collections.Immutable;
using System.Text;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>Forks a solution: sets, adds and removes documents by path. Pure; the same input gives the same fork.</summary>
internal static class SolutionEdits
{
    /// <summary>Every document with the path; a linked file has one in each project.</summary>
    public static ImmutableArray<DocumentId> Find(Solution solution, string path) =>
        [
            .. solution
                .GetDocumentIdsWithFilePath(path)
                .Where(id => string.Equals(solution.GetDocument(id)?.FilePath, path, PathNames.Comparison)),
        ];

    /// <summary>
    /// Sets a document's text, or adds the document to the project whose folder it lies in. The solution is returned unchanged when
    /// no project would take the file.
    /// </summary>
    public static Solution SetText(AssembledSolution assembled, string path, string text)
    {
        var solution = assembled.Solution;
        var ids = Find(solution, path);
        foreach (var id in ids)
        {
            var known = DocumentTexts.Of(solution.GetDocument(id)!);
            if (Change(known.ToString(), text) is { } change)
            {
                // As a change, so that only what it touches is parsed again.
                solution = solution.WithDocumentText(id, known.WithChanges(change));
            }
        }
        if (ids.Length > 0)
        {
            return solution;
        }
        var name = Path.GetFileName(path);
        var source = SourceText.From(text, Encoding.UTF8);
        return Owners(assembled, path)
            .Aggregate(
                solution,
                (made, owner) => made.AddDocument(DocumentId.CreateNewId(owner, name), name, source, filePath: path)
            );
    }

    /// <summary>The one stretch in which two texts differ; null when they are the same.</summary>
    private static TextChange? Change(string before, string after)
    {
        if (before == after)
        {
            return null;
        }
        var start = before.AsSpan().CommonPrefixLength(after);
        var most = Math.Min(before.Length, after.Length) - start;
        var end = 0;
        while (end < most && before[before.Length - 1 - end] == after[after.Length - 1 - end])
        {
            end++;
        }
        return new TextChange(
            TextSpan.FromBounds(start, before.Length - end),
            after.Substring(start, after.Length - end - start)
        );
    }

    public static Solution Remove(Solution solution, string path) => solution.RemoveDocuments(Find(solution, path));

    /// <summary>
    /// The project with the deepest folder above the path that takes new C# files, once for each framework it is loaded for.
    /// </summary>
    public static ImmutableArray<ProjectId> Owners(AssembledSolution assembled, string path) =>
        path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            ?
            [
                .. assembled
                    .Projects.Where(p => p.Value.TakesNewFiles && PathNames.IsUnder(p.Value.Folder, path))
                    .GroupBy(p => p.Value.Project.Path, PathNames.Comparer)
                    .OrderByDescending(g => g.First().Value.Folder.Length)
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Take(1)
                    .SelectMany(g => g.OrderBy(p => p.Value.Place))
                    .Select(p => p.Key),
            ]
            : [];

    /// <summary>A file's documents, the best one first: by how well its project is loaded, then in an order that is always the same.</summary>
    public static IEnumerable<DocumentId> Contexts(AssembledSolution assembled, string path) =>
        Find(assembled.Solution, path)
            .OrderBy(id => assembled.Projects[id.ProjectId].Project.State)
            .ThenBy(id => assembled.Projects[id.ProjectId].Place)
            .ThenBy(id => assembled.Projects[id.ProjectId].Project.Path, StringComparer.Ordinal);
}
