using System.Runtime.CompilerServices;
using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// Tries insertions into one document of a snapshot: the document's tree is replaced in the compilation, which keeps what generators
/// wrote, and the diagnostics are compared. A file of several projects is tried in each that is loaded in full. Used by one caller at a
/// time.
/// </summary>
internal sealed class InsertionTrial(
    ConditionalWeakTable<Compilation, KnownCompilation> known,
    CodeSnapshot snapshot,
    CodeDocument document,
    SourceText source
)
{
    private const int MaxReasons = 10;
    private const int MaxEvidence = 100;

    public SourceText Source => source;

    /// <summary>The document before any insertion; known after a trial.</summary>
    public SyntaxNode Root { get; private set; } = null!;

    /// <summary>Binds the body around a place as it is, in each project that will be asked. Outside of bodies nothing is known before.</summary>
    public async Task PrepareAsync(TextSpan replaced, CancellationToken cancellationToken)
    {
        foreach (var id in (await ContextsAsync(replaced.Start, cancellationToken)).Compiling)
        {
            var (tree, compilation) = await BoundAsync(id, cancellationToken);
            if (BodyScope.At(tree, replaced) is { } body)
            {
                Known(
                    compilation,
                    tree,
                    body,
                    snapshot.Assembled.Projects[id.ProjectId].Project.Name,
                    cancellationToken
                );
            }
        }
    }

    /// <param name="changes">The insertion last, others before it.</param>
    public async Task<TrialOutcome> RunAsync(IReadOnlyList<TextChange> changes, CancellationToken cancellationToken)
    {
        var text = source.WithChanges(changes);
        var insertion = changes[^1];
        CandidateErrors Faults(SyntaxNode before, SyntaxNode after, TextSpan inserted) =>
            CandidateErrors.Of(document.Path, source, before, insertion.Span, after, inserted);
        var shift = changes.Take(changes.Count - 1).Where(c => c.Span.End <= insertion.Span.Start).Sum(Growth);
        var inserted = new TextSpan(insertion.Span.Start + shift, insertion.NewText!.Length);
        Root = (await document.Roslyn.GetSyntaxRootAsync(cancellationToken))!;
        var found = new TrialFindings(
            document.Path,
            new Dictionary<string, LineMap>(PathNames.Comparer) { [document.Path] = LineMap.Between(source, text) }
        );
        if (document.Project.State != LoadState.Full)
        {
            return SyntaxOnly(text, inserted, Faults, found, cancellationToken);
        }
        TrialEdit? first = null;
        var (compiling, all) = await ContextsAsync(insertion.Span.Start, cancellationToken);
        if (compiling.Count == 0)
        {
            found.MarkUnchecked($"not checked: no project that is loaded compiles these lines of {document.Path}");
        }
        foreach (var id in compiling.Count > 0 ? compiling : all)
        {
            var edit = await EditAsync(id, text, cancellationToken);
            first ??= edit;
            var faults = Faults(
                await edit.Before.GetRootAsync(cancellationToken),
                await edit.After.GetRootAsync(cancellationToken),
                inserted
            );
            if (FailsToParse(edit, faults, found, cancellationToken))
            {
                break;
            }
            var body = changes.Count == 1 ? BodyScope.Of(edit.Before, insertion.Span, edit.After, inserted) : null;
            if (body is not null)
            {
                CompareBody(edit, body, faults, found, cancellationToken);
            }
            else
            {
                await CompareAsync(id, edit, text, faults, found, cancellationToken);
            }
            if (found.HasErrors)
            {
                break;
            }
        }
        var outcome = Verdict(found, first!.After.GetRoot(cancellationToken), text);
        return new TrialOutcome(
            outcome,
            found.ErrorsIn(text),
            first.After.GetRoot(cancellationToken),
            inserted,
            first.NewCompilation.GetSemanticModel(first.After)
        );
    }

    private static int Growth(TextChange change) => change.NewText!.Length - change.Span.Length;

    // The document's own project first: its meaning is the one that counts for repairs. Where the place is left out nothing is bound.
    private async Task<(IReadOnlyList<DocumentId> Compiling, IReadOnlyList<DocumentId> All)> ContextsAsync(
        int place,
        CancellationToken cancellationToken
    )
    {
        var all = SolutionEdits
            .Contexts(snapshot.Assembled, document.Path)
            .Where(id => snapshot.Assembled.Projects[id.ProjectId].Project.State == LoadState.Full)
            .OrderBy(id => id != document.Roslyn.Id)
            .ToList();
        var compiling = new List<DocumentId>();
        foreach (var id in all)
        {
            var root = await snapshot.Assembled.Solution.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken);
            if (!SyntaxQueries.IsLeftOut(root!, place))
            {
                compiling.Add(id);
            }
        }
        return (compiling, all);
    }

    private async Task<(SyntaxTree Tree, Compilation Compilation)> BoundAsync(
        DocumentId id,
        CancellationToken cancellationToken
    ) =>
        (
            (await snapshot.Assembled.Solution.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken))!,
            await snapshot.Binding.CompilationAsync(id.ProjectId, cancellationToken)
        );

    private async Task<TrialEdit> EditAsync(DocumentId id, SourceText text, CancellationToken cancellationToken)
    {
        var (before, compilation) = await BoundAsync(id, cancellationToken);
        var after = before.WithChangedText(text);
        return new TrialEdit(
            id.ProjectId,
            snapshot.Assembled.Projects[id.ProjectId].Project.Name,
            before,
            after,
            compilation,
            compilation.ReplaceSyntaxTree(before, after)
        );
    }

    // What does not parse binds nowhere: the compiler need not be asked for more.
    private static bool FailsToParse(
        TrialEdit edit,
        CandidateErrors faults,
        TrialFindings found,
        CancellationToken cancellationToken
    )
    {
        var before = faults.Without(CompilerDiagnostics.OfSyntax(edit.Before, edit.Project, cancellationToken));
        var after = CompilerDiagnostics.OfSyntax(edit.After, edit.Project, cancellationToken);
        if (!found.WouldReject(before, after))
        {
            return false;
        }
        found.MarkChecked(edit.Project);
        found.Add(before, after);
        return true;
    }

    private void CompareBody(
        TrialEdit edit,
        BodyScope body,
        CandidateErrors faults,
        TrialFindings found,
        CancellationToken cancellationToken
    )
    {
        found.MarkChecked(edit.Project);
        found.Add(
            faults.Without(Known(edit.OldCompilation, edit.Before, body.Before, edit.Project, cancellationToken)),
            CompilerDiagnostics.OfBody(edit.NewCompilation, edit.After, body.After, edit.Project, cancellationToken)
        );
    }

    private async Task CompareAsync(
        DocumentId id,
        TrialEdit edit,
        SourceText text,
        CandidateErrors faults,
        TrialFindings found,
        CancellationToken cancellationToken
    )
    {
        var impact = EditImpact.Between(edit.Before.GetRoot(cancellationToken), edit.After.GetRoot(cancellationToken));
        var whole = impact.IsNothing ? edit : await RegenerateAsync(id, edit, text, cancellationToken);
        found.MarkChecked(edit.Project);
        found.Add(
            faults.Without(Known(whole.OldCompilation, whole.Before, null, whole.Project, cancellationToken)),
            CompilerDiagnostics.OfTree(whole.NewCompilation, whole.After, whole.Project, cancellationToken)
        );
        if (!impact.IsNothing && !found.HasErrors)
        {
            var check = new ImpactCheck(snapshot.Assembled, whole, impact, (c, t, p, ct) => Known(c, t, null, p, ct));
            await check.RunAsync(found, cancellationToken);
        }
    }

    // Generators may answer to a declaration, and dependents refer to the solution's own compilation.
    private async Task<TrialEdit> RegenerateAsync(
        DocumentId id,
        TrialEdit edit,
        SourceText text,
        CancellationToken cancellationToken
    )
    {
        var context = snapshot.Assembled.Solution.GetDocument(id)!;
        var changed = context.WithText(text);
        return edit with
        {
            After = (await changed.GetSyntaxTreeAsync(cancellationToken))!,
            OldCompilation = (await context.Project.GetCompilationAsync(cancellationToken))!,
            NewCompilation = (await changed.Project.GetCompilationAsync(cancellationToken))!,
        };
    }

    private IReadOnlyList<CodeDiagnostic> Known(
        Compilation compilation,
        SyntaxTree tree,
        TextSpan? body,
        string project,
        CancellationToken cancellationToken
    ) =>
        known
            .GetOrCreateValue(compilation)
            .Trees.GetOrAdd(
                (tree, body),
                key =>
                    key.Body is { } span
                        ? CompilerDiagnostics.OfBody(compilation, key.Tree, span, project, cancellationToken)
                        : CompilerDiagnostics.OfTree(compilation, key.Tree, project, cancellationToken)
            );

    private TrialOutcome SyntaxOnly(
        SourceText text,
        TextSpan inserted,
        Func<SyntaxNode, SyntaxNode, TextSpan, CandidateErrors> faults,
        TrialFindings found,
        CancellationToken cancellationToken
    )
    {
        var after = Root.SyntaxTree.WithChangedText(text);
        var name = document.Project.Name;
        found.Add(
            faults(Root, after.GetRoot(cancellationToken), inserted)
                .Without(CompilerDiagnostics.OfSyntax(Root.SyntaxTree, name, cancellationToken)),
            CompilerDiagnostics.OfSyntax(after, name, cancellationToken)
        );
        if (!found.HasErrors)
        {
            found.MarkUnchecked($"not loaded: {document.Project.Reason ?? name}");
        }
        var root = after.GetRoot(cancellationToken);
        return new TrialOutcome(Verdict(found, root, text), found.ErrorsIn(text), root, inserted, Bound: null);
    }

    private Verdict Verdict(TrialFindings found, SyntaxNode root, SourceText text)
    {
        var errors = found.Errors;
        var reasons = errors.Take(MaxReasons).Select(Line).ToList();
        if (errors.Count > MaxReasons)
        {
            reasons.Add($"and {errors.Count - MaxReasons} more errors.");
        }
        var kind =
            errors.Count > 0 ? VerdictKind.Rejected
            : found.Unchecked.Count > 0 ? VerdictKind.Inconclusive
            : VerdictKind.Accepted;
        var evidence = Evidence.Empty with
        {
            DiagnosticsAdded = [.. found.Added.OrderByDescending(d => d.IsCompilerError).Take(MaxEvidence)],
            DiagnosticsRemoved = [.. found.Removed.Take(MaxEvidence)],
            SymbolsTouched = ChangedSymbols.Of(root, text, found.Maps[document.Path].ChangedAfter),
            ProjectsChecked = found.Projects,
            ChangedNothing = text.ContentEquals(source),
            Truncated = found.Added.Count > MaxEvidence || found.Removed.Count > MaxEvidence,
        };
        return new Verdict(kind, kind == VerdictKind.Inconclusive ? found.Unchecked : reasons, evidence);
    }

    private string Line(CodeDiagnostic error) =>
        (
            error.Path.Length == 0 ? error : error with { Path = Path.GetRelativePath(snapshot.State.Root, error.Path) }
        ).ToString();
}
