using System.Collections.Immutable;
using System.Text;
using GptOssDev.CodeModel.Sources;
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
        if (ids.Length > 0 || Owner(assembled, path) is not { } owner)
        {
            return solution;
        }
        var name = Path.GetFileName(path);
        return solution.AddDocument(
            DocumentId.CreateNewId(owner, name),
            name,
            SourceText.From(text, Encoding.UTF8),
            filePath: path
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

    /// <summary>The project with the deepest folder above the path that takes new C# files.</summary>
    public static ProjectId? Owner(AssembledSolution assembled, string path) =>
        path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            ? assembled
                .Projects.Where(p => p.Value.TakesNewFiles && PathNames.IsUnder(p.Value.Folder, path))
                .OrderByDescending(p => p.Value.Folder.Length)
                .ThenBy(p => p.Value.Project.Path, StringComparer.Ordinal)
                .Select(p => p.Key)
                .FirstOrDefault()
            : null;
}
