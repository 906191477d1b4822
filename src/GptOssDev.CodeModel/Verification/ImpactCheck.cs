using System.Collections.Concurrent;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GptOssDev.CodeModel.Verification;

/// <summary>Finds the diagnostics of a compilation's tree before the edit, from what is kept or by binding.</summary>
internal delegate IReadOnlyList<CodeDiagnostic> DiagnosticCache(
    Compilation compilation,
    SyntaxTree tree,
    string project,
    CancellationToken cancellationToken
);

/// <summary>
/// Binds the files that an edit of declarations may have changed the meaning of, in the edited project and in all that
/// depend on it. Projects run in parallel. Used once.
/// </summary>
internal sealed class ImpactCheck(AssembledSolution assembled, TrialEdit edit, EditImpact impact, DiagnosticCache known)
{
    private readonly ConcurrentDictionary<ProjectId, Lazy<Task<Fork?>>> _forks = new();
    private readonly HashSet<ProjectId> _affected =
    [
        edit.Id,
        .. assembled.Solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(edit.Id),
    ];

    private sealed record Fork(Compilation Before, Compilation After);

    public async Task RunAsync(TrialFindings found, CancellationToken cancellationToken)
    {
        await CheckAsync(edit.Id, found, cancellationToken);
        if (found.HasErrors)
        {
            return;
        }
        // All of them, also when one rejects: which errors are told must not depend on which project was the fastest.
        await Parallel.ForEachAsync(
            _affected.Where(id => id != edit.Id),
            cancellationToken,
            async (id, ct) => await CheckAsync(id, found, ct)
        );
    }

    private async Task CheckAsync(ProjectId id, TrialFindings found, CancellationToken cancellationToken)
    {
        var project = assembled.Solution.GetProject(id)!;
        var hits = project
            .Documents.Where(d => !string.Equals(d.FilePath, edit.Before.FilePath, PathNames.Comparison) && Names(d))
            .ToList();
        if (hits.Count == 0)
        {
            return;
        }
        var loaded = assembled.Projects[id].Project;
        var fork = loaded.State == LoadState.Full ? await ForkAsync(id, cancellationToken) : null;
        if (fork is null)
        {
            found.MarkUnchecked($"not checked: {loaded.Reason ?? loaded.Name}");
            return;
        }
        found.MarkChecked(loaded.Name);
        foreach (var document in hits)
        {
            var tree = (await document.GetSyntaxTreeAsync(cancellationToken))!;
            var before = known(fork.Before, tree, loaded.Name, cancellationToken);
            if (found.Add(before, CompilerDiagnostics.OfTree(fork.After, tree, loaded.Name, cancellationToken)))
            {
                return;
            }
        }
    }

    private bool Names(Document document)
    {
        if (impact.All)
        {
            return true;
        }
        var text = DocumentTexts.Of(document).ToString();
        return impact.Names.Any(name => ContainsIdentifier(text, name));
    }

    private static bool ContainsIdentifier(string text, string name)
    {
        for (
            var at = text.IndexOf(name, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(name, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + name.Length;
            if (
                (at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]))
                && (end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]))
            )
            {
                return true;
            }
        }
        return false;
    }

    private Task<Fork?> ForkAsync(ProjectId id, CancellationToken cancellationToken) =>
        _forks.GetOrAdd(id, key => new Lazy<Task<Fork?>>(() => MakeForkAsync(key, cancellationToken))).Value;

    // The dependent's compilation on top of the edited one: its own trees and what its generators wrote stay.
    private async Task<Fork?> MakeForkAsync(ProjectId id, CancellationToken cancellationToken)
    {
        if (id == edit.Id)
        {
            return new Fork(edit.OldCompilation, edit.NewCompilation);
        }
        var project = assembled.Solution.GetProject(id)!;
        var before = (await project.GetCompilationAsync(cancellationToken))!;
        var after = before;
        foreach (var reference in project.ProjectReferences.Where(r => _affected.Contains(r.ProjectId)))
        {
            var below = await ForkAsync(reference.ProjectId, cancellationToken);
            var old = before
                .References.OfType<CompilationReference>()
                .FirstOrDefault(r => ReferenceEquals(r.Compilation, below?.Before));
            if (below is null || old is null)
            {
                return null;
            }
            var now = below.After.ToMetadataReference(old.Properties.Aliases, old.Properties.EmbedInteropTypes);
            after = after.ReplaceReference(old, now);
        }
        return new Fork(before, after);
    }
}
