using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>
/// The compilations of a snapshot. A snapshot that differs from what its workspace has bound only inside bodies takes the bound
/// compilation and puts its own trees in: generators do not run for every keystroke, because no declaration that they could read has
/// changed. Otherwise the solution's own compilation is taken. Any thread.
/// </summary>
internal sealed class SnapshotCompilations(LastBoundSolution baseline, Solution current)
{
    private readonly ConcurrentDictionary<ProjectId, Compilation> _known = new();

    /// <summary>
    /// A compilation that answers for the project's own code. Dependents do not refer to it: ask the solution where references
    /// between projects matter.
    /// </summary>
    public async Task<Compilation> CompilationAsync(ProjectId id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }
        if (await FromBaselineAsync(id, cancellationToken) is { } quick)
        {
            return _known.GetOrAdd(id, quick);
        }
        var whole = (await current.GetProject(id)!.GetCompilationAsync(cancellationToken))!;
        baseline.Bound = current;
        return _known.GetOrAdd(id, whole);
    }

    public async Task<SemanticModel> ModelAsync(Document document, CancellationToken cancellationToken)
    {
        var compilation = await CompilationAsync(document.Project.Id, cancellationToken);
        return compilation.GetSemanticModel((await document.GetSyntaxTreeAsync(cancellationToken))!);
    }

    // Null where more than bodies changed.
    private async Task<Compilation?> FromBaselineAsync(ProjectId id, CancellationToken cancellationToken)
    {
        if (
            baseline.Bound is not { } bound
            || current.GetProject(id)!.TryGetCompilation(out _)
            || await ChangedTreesAsync(bound, cancellationToken) is not { } changed
        )
        {
            return null;
        }
        var compilation = (await bound.GetProject(id)!.GetCompilationAsync(cancellationToken))!;
        return changed
            .Where(c => c.Id.ProjectId == id)
            .Aggregate(compilation, (made, c) => made.ReplaceSyntaxTree(c.Before, c.After));
    }

    private async Task<List<(DocumentId Id, SyntaxTree Before, SyntaxTree After)>?> ChangedTreesAsync(
        Solution from,
        CancellationToken cancellationToken
    )
    {
        var changes = current.GetChanges(from);
        if (changes.GetAddedProjects().Any() || changes.GetRemovedProjects().Any())
        {
            return null;
        }
        var trees = new List<(DocumentId, SyntaxTree, SyntaxTree)>();
        foreach (var project in changes.GetProjectChanges())
        {
            if (project.GetAddedDocuments().Any() || project.GetRemovedDocuments().Any())
            {
                return null;
            }
            foreach (var id in project.GetChangedDocuments())
            {
                var before = (await from.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken))!;
                var after = (await current.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken))!;
                if (!SyntaxFactory.AreEquivalent(before, after, topLevel: true))
                {
                    return null;
                }
                trees.Add((id, before, after));
            }
        }
        return trees;
    }
}
