using System.Collections.Immutable;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// An edit applied to a snapshot: the fork, the files that really change, the projects that hold them and those that can see them.
/// </summary>
internal sealed record EditPlan(
    AssembledSolution Before,
    AssembledSolution After,
    ImmutableArray<string> Changed,
    ImmutableArray<string> Unplaced,
    ImmutableDictionary<string, LineMap> Maps,
    ImmutableArray<ProjectId> Edited,
    ImmutableArray<ProjectId> Dependents
)
{
    public static EditPlan Of(CodeSnapshot snapshot, IReadOnlyList<DocumentEdit> edits)
    {
        var before = snapshot.Assembled;
        var after = before;
        var changed = ImmutableArray.CreateBuilder<string>();
        var unplaced = ImmutableArray.CreateBuilder<string>();
        var maps = ImmutableDictionary.CreateBuilder<string, LineMap>(PathNames.Comparer);
        var edited = new List<ProjectId>();
        foreach (var edit in edits)
        {
            var path = snapshot.Full(edit.Path);
            var known = SolutionEdits.Find(before.Solution, path);
            var owners = known.Length == 0 ? SolutionEdits.Owners(before, path) : [];
            if (known.Length == 0 && owners.Length == 0)
            {
                unplaced.Add(path);
                continue;
            }
            var solution = edit.NewText is { } text
                ? SolutionEdits.SetText(after, path, text)
                : SolutionEdits.Remove(after.Solution, path);
            if (solution == after.Solution)
            {
                continue;
            }
            after = after with { Solution = solution };
            changed.Add(path);
            edited.AddRange(known.Length > 0 ? known.Select(id => id.ProjectId) : owners);
            var old = known.Length > 0 ? before.Solution.GetDocument(known[0]) : null;
            maps[path] = LineMap.Between(TextOf(old), SourceText.From(edit.NewText ?? ""));
        }
        var distinct = edited.Distinct().ToImmutableArray();
        return new EditPlan(
            before,
            after,
            changed.ToImmutable(),
            unplaced.ToImmutable(),
            maps.ToImmutable(),
            Sorted(before, distinct),
            Sorted(before, Above(before.Solution, distinct))
        );
    }

    /// <summary>The name of a project as messages show it.</summary>
    public string Name(ProjectId id) => Before.Projects[id].Project.Name;

    /// <summary>
    /// True when nothing that other files can see changes: no file comes or goes, and the trees differ only inside bodies and
    /// non-constant initializers.
    /// </summary>
    public async Task<bool> IsInsideBodiesAsync(CancellationToken cancellationToken)
    {
        foreach (var path in Changed)
        {
            foreach (
                var id in SolutionEdits.Find(After.Solution, path).Union(SolutionEdits.Find(Before.Solution, path))
            )
            {
                var (old, now) = (Before.Solution.GetDocument(id), After.Solution.GetDocument(id));
                if (old is null || now is null)
                {
                    return false;
                }
                var (oldTree, nowTree) = (
                    await old.GetSyntaxTreeAsync(cancellationToken),
                    await now.GetSyntaxTreeAsync(cancellationToken)
                );
                if (!SyntaxFactory.AreEquivalent(oldTree, nowTree, topLevel: true))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static SourceText TextOf(Document? document) =>
        document is null ? SourceText.From("") : DocumentTexts.Of(document);

    private static ImmutableArray<ProjectId> Above(Solution solution, ImmutableArray<ProjectId> edited)
    {
        var graph = solution.GetProjectDependencyGraph();
        return
        [
            .. edited
                .SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)
                .Distinct()
                .Where(id => !edited.Contains(id)),
        ];
    }

    private static ImmutableArray<ProjectId> Sorted(AssembledSolution assembled, ImmutableArray<ProjectId> ids) =>
        [
            .. ids.OrderBy(id => assembled.Projects[id].Project.Path, StringComparer.Ordinal)
                .ThenBy(id => assembled.Projects[id].Place),
        ];
}
