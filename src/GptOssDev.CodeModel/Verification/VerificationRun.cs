using System.Runtime.CompilerServices;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GptOssDev.CodeModel.Verification;

/// <summary>One verification on its way: collects evidence stage by stage and turns it into a verdict. Used by one caller, once.</summary>
internal sealed class VerificationRun(
    ConditionalWeakTable<Compilation, KnownCompilation> known,
    EditPlan plan,
    VerifyOptions options,
    WorkspaceState state
)
{
    private const int MaxReasons = 10;
    private readonly List<CodeDiagnostic> _added = [];
    private readonly List<CodeDiagnostic> _removed = [];
    private readonly List<ApiChange> _api = [];
    private readonly List<string> _projects = [];
    private readonly List<string> _unasked = [];
    private IReadOnlyList<string> _touched = [];

    /// <summary>By the compiler over every project that can see the edit, then by the edited projects' own analyzers.</summary>
    public async Task<Verdict> JudgeAsync(CancellationToken cancellationToken)
    {
        var verdict = await CompileAsync(cancellationToken);
        if (verdict.Kind != VerdictKind.Accepted || verdict.Evidence.ChangedNothing || !options.RaisedWarningsReject)
        {
            return verdict;
        }
        foreach (var project in plan.Edited)
        {
            await CompareAnalyzersAsync(project, cancellationToken);
        }
        return Conclude();
    }

    private async Task<Verdict> CompileAsync(CancellationToken cancellationToken)
    {
        if (await BeforeBindingAsync(cancellationToken) is { } early)
        {
            return early;
        }
        var inside = await plan.IsInsideBodiesAsync(cancellationToken) && await KeepsGeneratedAsync(cancellationToken);
        if (inside && !await TouchesPrivateFieldsAsync(cancellationToken))
        {
            await CompareDocumentsAsync(cancellationToken);
            return Conclude();
        }
        foreach (var project in plan.Edited)
        {
            await CompareProjectAsync(project, cancellationToken);
            await CompareApiAsync(project, cancellationToken);
        }
        if (inside || options.StopWhenRejected && _added.Any(Rejects))
        {
            return Conclude();
        }
        if (!await ChangesReferencesAsync(cancellationToken))
        {
            return Conclude();
        }
        foreach (var project in LikelyFirst(plan.Dependents.Where(IsFull)))
        {
            await CompareProjectAsync(project, cancellationToken);
            if (options.StopWhenRejected && _added.Any(Rejects))
            {
                return Conclude();
            }
        }
        // What a project that could not be read references is unknown: it may see the change as well as not.
        var unseen = plan
            .Dependents.Where(id => !IsFull(id))
            .Select(id => State(id).Project)
            .Concat(state.Projects.Where(p => p.State == LoadState.Failed))
            .Distinct()
            .ToList();
        return _added.Any(Rejects) || unseen.Count == 0
            ? Conclude()
            : Verdict(VerdictKind.Inconclusive, [.. unseen.Select(p => $"not checked: {p.Reason ?? p.Name}")]);
    }

    private async Task<Verdict?> BeforeBindingAsync(CancellationToken cancellationToken)
    {
        if (plan.Unplaced.Length > 0)
        {
            return Verdict(
                VerdictKind.Inconclusive,
                [
                    .. plan.Unplaced.Select(path =>
                        $"{path}: belongs to no C# project of {state.Entry}, so nothing compiles it."
                    ),
                ]
            );
        }
        if (plan.Changed.Length == 0)
        {
            var nothing = Verdict(VerdictKind.Accepted, ["the edit changes nothing."]);
            return nothing with { Evidence = nothing.Evidence with { ChangedNothing = true } };
        }
        _touched = await TouchedAsync(cancellationToken);
        var loose = plan.Edited.Where(id => !IsFull(id)).ToList();
        if (loose.Count == 0)
        {
            return null;
        }
        foreach (var project in plan.Edited)
        {
            await CompareSyntaxAsync(project, cancellationToken);
        }
        return _added.Any(Rejects)
            ? Conclude()
            : Verdict(
                VerdictKind.Inconclusive,
                [.. loose.Select(id => $"not loaded: {State(id).Project.Reason ?? State(id).Project.Name}")]
            );
    }

    private async Task CompareSyntaxAsync(ProjectId project, CancellationToken cancellationToken)
    {
        foreach (var (old, now) in Documents(project))
        {
            Add(
                old is null
                    ? []
                    : CompilerDiagnostics.OfSyntax(
                        (await old.GetSyntaxTreeAsync(cancellationToken))!,
                        plan.Name(project),
                        cancellationToken
                    ),
                now is null
                    ? []
                    : CompilerDiagnostics.OfSyntax(
                        (await now.GetSyntaxTreeAsync(cancellationToken))!,
                        plan.Name(project),
                        cancellationToken
                    )
            );
        }
    }

    private async Task CompareDocumentsAsync(CancellationToken cancellationToken)
    {
        foreach (var project in plan.Edited)
        {
            var before = await CompilationAsync(plan.Before, project, cancellationToken);
            var after = await CompilationAsync(plan.After, project, cancellationToken);
            foreach (var (old, now) in Documents(project))
            {
                Add(
                    await OfDocumentAsync(before, old, project, cancellationToken),
                    await OfDocumentAsync(after, now, project, cancellationToken)
                );
            }
            _projects.Add(plan.Name(project));
        }
    }

    private async Task CompareProjectAsync(ProjectId project, CancellationToken cancellationToken)
    {
        var before = await CompilationAsync(plan.Before, project, cancellationToken);
        var after = await CompilationAsync(plan.After, project, cancellationToken);
        var kept = known.GetOrCreateValue(before);
        kept.Diagnostics ??= CompilerDiagnostics.OfProject(before, plan.Name(project), cancellationToken);
        Add(kept.Diagnostics, CompilerDiagnostics.OfProject(after, plan.Name(project), cancellationToken));
        _projects.Add(plan.Name(project));
    }

    private async Task CompareAnalyzersAsync(ProjectId id, CancellationToken cancellationToken)
    {
        var findings = new AnalyzerFindings(State(id).Analyzers);
        var kept = known.GetOrCreateValue(await CompilationAsync(plan.Before, id, cancellationToken)).Analyzed;
        foreach (var (old, now) in Documents(id))
        {
            IReadOnlyList<CodeDiagnostic> before = [];
            if (old is not null)
            {
                var tree = (await old.GetSyntaxTreeAsync(cancellationToken))!;
                before = kept.TryGetValue(tree, out var found)
                    ? found
                    : kept.GetOrAdd(tree, await findings.ErrorsAsync(old.Project, tree, cancellationToken));
            }
            Add(
                before,
                now is null
                    ? []
                    : await findings.ErrorsAsync(
                        now.Project,
                        (await now.GetSyntaxTreeAsync(cancellationToken))!,
                        cancellationToken
                    )
            );
        }
        _unasked.AddRange(findings.Failures);
    }

    private async Task CompareApiAsync(ProjectId project, CancellationToken cancellationToken)
    {
        if (!options.ComparePublicApi)
        {
            return;
        }
        var before = await CompilationAsync(plan.Before, project, cancellationToken);
        var kept = known.GetOrCreateValue(before);
        kept.Api ??= ApiSurface.Of(before, cancellationToken);
        var after = ApiSurface.Of(await CompilationAsync(plan.After, project, cancellationToken), cancellationToken);
        _api.AddRange(ApiSurface.Compare(kept.Api, after, plan.Name(project)));
    }

    // A dependent compiles against the reference assembly: where that stays the same, byte for byte, nothing changes for it.
    private async Task<bool> ChangesReferencesAsync(CancellationToken cancellationToken)
    {
        // A changed public surface needs no second measure.
        if (_api.Count > 0)
        {
            return true;
        }
        foreach (var project in plan.Dependents.Length > 0 ? plan.Edited : [])
        {
            var before = await CompilationAsync(plan.Before, project, cancellationToken);
            var kept = known.GetOrCreateValue(before);
            kept.Reference ??= ReferenceAssembly.Hash(before, cancellationToken) ?? "";
            if (
                kept.Reference.Length == 0
                || kept.Reference
                    != ReferenceAssembly.Hash(
                        await CompilationAsync(plan.After, project, cancellationToken),
                        cancellationToken
                    )
            )
            {
                return true;
            }
        }
        return false;
    }

    // All have to agree before an edit is accepted; one that names what is gone or changed is enough to reject it.
    private List<ProjectId> LikelyFirst(IEnumerable<ProjectId> dependents)
    {
        var names = _api.Where(c => c.Kind != ApiChangeKind.Added)
            .Select(c => ApiSurface.NameIn(c.Id))
            .Concat(_touched.Select(t => t[(t.LastIndexOf('.') + 1)..]))
            .Distinct()
            .ToList();
        return [.. dependents.OrderByDescending(id => names.Count > 0 && Names(id, names))];
    }

    private bool Names(ProjectId id, List<string> names) =>
        plan
            .Before.Solution.GetProject(id)!
            .Documents.Select(d => DocumentTexts.Of(d).ToString())
            .Any(text => names.Exists(name => text.Contains(name, StringComparison.Ordinal)));

    // A generator may read bodies: what it writes then can change although no declaration does.
    private async Task<bool> KeepsGeneratedAsync(CancellationToken cancellationToken)
    {
        foreach (var id in plan.Edited.Where(id => plan.Before.Solution.GetProject(id)!.AnalyzerReferences.Count > 0))
        {
            var before = await GeneratedAsync(plan.Before.Solution.GetProject(id)!, cancellationToken);
            var after = await GeneratedAsync(plan.After.Solution.GetProject(id)!, cancellationToken);
            if (!before.SequenceEqual(after))
            {
                return false;
            }
        }
        return true;
    }

    private static async Task<List<(string Name, string Text)>> GeneratedAsync(
        Project project,
        CancellationToken cancellationToken
    )
    {
        var generated = new List<(string, string)>();
        foreach (
            var document in (await project.GetSourceGeneratedDocumentsAsync(cancellationToken)).OrderBy(
                d => d.HintName,
                StringComparer.Ordinal
            )
        )
        {
            generated.Add((document.HintName, (await document.GetTextAsync(cancellationToken)).ToString()));
        }
        return generated;
    }

    // Whether a private field is read or assigned anywhere is told for the whole project, not for a file.
    private async Task<bool> TouchesPrivateFieldsAsync(CancellationToken cancellationToken)
    {
        foreach (var (old, now) in plan.Edited.SelectMany(Documents))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (document, isOld) in new[] { (old, true), (now, false) })
            {
                var root = await document!.GetSyntaxRootAsync(cancellationToken);
                var text = await document.GetTextAsync(cancellationToken);
                names.UnionWith(
                    root!
                        .DescendantNodes()
                        .OfType<FieldDeclarationSyntax>()
                        .SelectMany(f => f.Declaration.Variables)
                        .Select(v => v.Identifier.ValueText)
                );
                var map = plan.Maps[document.FilePath!];
                var (from, to) = isOld ? map.ChangedBefore : map.ChangedAfter;
                if (from >= to)
                {
                    continue;
                }
                var span = LspLineTable.Of(text).Span(from, to - 1);
                if (
                    root.DescendantNodes(span)
                        .OfType<IdentifierNameSyntax>()
                        .Any(n => n.Span.IntersectsWith(span) && names.Contains(n.Identifier.ValueText))
                )
                {
                    return true;
                }
            }
        }
        return false;
    }

    private async Task<IReadOnlyList<string>> TouchedAsync(CancellationToken cancellationToken)
    {
        var touched = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (old, now) in plan.Edited.SelectMany(Documents))
        {
            foreach (var (document, isOld) in new[] { (old, true), (now, false) })
            {
                if (document is null)
                {
                    continue;
                }
                var map = plan.Maps[document.FilePath!];
                touched.UnionWith(
                    await ChangedSymbols.OfAsync(
                        document,
                        isOld ? map.ChangedBefore : map.ChangedAfter,
                        cancellationToken
                    )
                );
            }
        }
        return [.. touched];
    }

    private IEnumerable<(Document? Old, Document? Now)> Documents(ProjectId project) =>
        plan
            .Changed.SelectMany(path =>
                SolutionEdits.Find(plan.Before.Solution, path).Union(SolutionEdits.Find(plan.After.Solution, path))
            )
            .Where(id => id.ProjectId == project)
            .Select(id => (plan.Before.Solution.GetDocument(id), plan.After.Solution.GetDocument(id)));

    private async Task<IReadOnlyList<CodeDiagnostic>> OfDocumentAsync(
        Compilation compilation,
        Document? document,
        ProjectId project,
        CancellationToken cancellationToken
    ) =>
        document is null
            ? []
            : CompilerDiagnostics.OfTree(
                compilation,
                (await document.GetSyntaxTreeAsync(cancellationToken))!,
                plan.Name(project),
                cancellationToken
            );

    private static async Task<Compilation> CompilationAsync(
        AssembledSolution from,
        ProjectId id,
        CancellationToken cancellationToken
    ) => (await from.Solution.GetProject(id)!.GetCompilationAsync(cancellationToken))!;

    private void Add(IReadOnlyList<CodeDiagnostic> before, IReadOnlyList<CodeDiagnostic> after)
    {
        var delta = DiagnosticDelta.Between(before, after, plan.Maps);
        _added.AddRange(delta.Added);
        _removed.AddRange(delta.Removed);
    }

    private bool Rejects(CodeDiagnostic diagnostic) =>
        diagnostic.Level == DiagnosticLevel.Error && (diagnostic.IsCompilerError || options.RaisedWarningsReject);

    private bool IsFull(ProjectId id) => State(id).Project.State == LoadState.Full;

    private ProjectMetadata State(ProjectId id) => plan.Before.Projects[id];

    private Verdict Conclude()
    {
        var errors = _added.Where(Rejects).ToList();
        if (errors.Count == 0)
        {
            return Verdict(VerdictKind.Accepted, [.. _unasked.Take(MaxReasons).Select(why => "not checked: " + why)]);
        }
        // Each target framework tells the same error.
        var lines = errors.Select(Line).Distinct().ToList();
        var reasons = lines.Take(MaxReasons).ToList();
        if (lines.Count > MaxReasons)
        {
            reasons.Add($"and {lines.Count - MaxReasons} more errors.");
        }
        return Verdict(VerdictKind.Rejected, reasons);
    }

    private string Line(CodeDiagnostic error) =>
        (
            error.Path.Length == 0 ? error : error with { Path = Path.GetRelativePath(state.Root, error.Path) }
        ).ToString();

    private Verdict Verdict(VerdictKind kind, IReadOnlyList<string> reasons)
    {
        var most = options.MaxEvidence;
        var truncated = _added.Count > most || _removed.Count > most || _api.Count > most || _touched.Count > most;
        var evidence = new Evidence(
            [.. _added.OrderByDescending(Rejects).Take(most)],
            [.. _removed.OrderByDescending(d => d.Level).Take(most)],
            [.. _api.Take(most)],
            [.. _touched.Take(most)],
            [.. _projects.Distinct()],
            TimeSpan.Zero,
            ChangedNothing: false,
            truncated
        );
        return new Verdict(kind, reasons, evidence);
    }
}
