using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.CodeModel.Verification;

/// <summary>What a change does to files that it does not touch.</summary>
/// <param name="Errors">Errors that the change brings to other files, sorted by path and position; bounded.</param>
/// <param name="Unchecked">Projects that may see the change and are not loaded in full.</param>
public sealed record ChangeImpact(IReadOnlyList<CodeDiagnostic> Errors, IReadOnlyList<LoadedProject> Unchecked)
{
    private const int MaxErrors = 100;

    /// <summary>
    /// Compares the projects that can see the change, before and after it. A change inside bodies is not seen by other files. Thread-safe.
    /// </summary>
    /// <param name="changed">The documents that the change touches, absolute paths: what is in them does not count.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<ChangeImpact> BetweenAsync(
        CodeSnapshot before,
        CodeSnapshot after,
        IEnumerable<string> changed,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var touched = changed.ToHashSet(PathNames.Comparer);
        var seen = await VisibleAsync(before.Assembled.Solution, after.Assembled.Solution, cancellationToken);
        if (seen.Count == 0)
        {
            return new ChangeImpact([], []);
        }
        var graph = after.Assembled.Solution.GetProjectDependencyGraph();
        var dependents = seen.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject).Distinct().Except(seen);
        var errors = new List<CodeDiagnostic>();
        var unseen = after.State.Projects.Where(p => p.State == LoadState.Failed).ToList();
        foreach (var id in seen.Concat(dependents))
        {
            var project = after.Assembled.Projects[id].Project;
            if (project.State == LoadState.Full)
            {
                errors.AddRange(await BroughtAsync(before, after, id, touched, cancellationToken));
            }
            else if (!seen.Contains(id))
            {
                unseen.Add(project);
            }
        }
        return new ChangeImpact(
            [
                .. errors
                    // Projects and frameworks that share a file report the same.
                    .DistinctBy(d => (d.Id, d.Message, d.Path, d.Range))
                    .OrderBy(d => d.Path, StringComparer.Ordinal)
                    .ThenBy(d => d.Range.Start)
                    .ThenBy(d => d.Id, StringComparer.Ordinal)
                    .Take(MaxErrors),
            ],
            [.. unseen.Distinct()]
        );
    }

    private static async Task<List<CodeDiagnostic>> BroughtAsync(
        CodeSnapshot before,
        CodeSnapshot after,
        ProjectId id,
        HashSet<string> touched,
        CancellationToken cancellationToken
    )
    {
        var now = (await ErrorsAsync(after, id, cancellationToken)).Where(d => !touched.Contains(d.Path)).ToList();
        if (now.Count == 0)
        {
            return now;
        }
        // Other files have the same lines before and after.
        var known = (await ErrorsAsync(before, id, cancellationToken))
            .Select(d => (d.Id, d.Path, d.Range.Start))
            .ToHashSet();
        return [.. now.Where(d => !known.Contains((d.Id, d.Path, d.Range.Start))).Select(d => Placed(d, after, id))];
    }

    private static async Task<IEnumerable<CodeDiagnostic>> ErrorsAsync(
        CodeSnapshot snapshot,
        ProjectId id,
        CancellationToken cancellationToken
    )
    {
        if (snapshot.Assembled.Solution.GetProject(id) is not { } project)
        {
            return [];
        }
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        return CompilerDiagnostics
            .OfProject(compilation, project.Name, cancellationToken)
            .Where(d => d.Level == DiagnosticLevel.Error);
    }

    // An error of the whole project, such as a missing entry point, stands in no file.
    private static CodeDiagnostic Placed(CodeDiagnostic diagnostic, CodeSnapshot snapshot, ProjectId id) =>
        diagnostic.Path.Length > 0
            ? diagnostic
            : diagnostic with
            {
                Path = snapshot.Assembled.Projects[id].Project.Path,
            };

    /// <summary>The projects in which a file comes or goes, or a declaration changes.</summary>
    private static async Task<HashSet<ProjectId>> VisibleAsync(
        Solution before,
        Solution after,
        CancellationToken cancellationToken
    )
    {
        var seen = new HashSet<ProjectId>();
        foreach (var project in after.GetChanges(before).GetProjectChanges())
        {
            var isVisible = project.GetAddedDocuments().Any() || project.GetRemovedDocuments().Any();
            foreach (var id in isVisible ? [] : project.GetChangedDocuments())
            {
                var old = await before.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken);
                var now = await after.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken);
                isVisible |= !SyntaxFactory.AreEquivalent(old, now, topLevel: true);
            }
            if (isVisible)
            {
                seen.Add(project.ProjectId);
            }
        }
        return seen;
    }
}
