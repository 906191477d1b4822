using System.Runtime.CompilerServices;
using GptOssDev.Changes.Diffs;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Review.Sources;

namespace GptOssDev.Features.Review.Rules;

/// <summary>
/// Reports what the compiler finds: each error and warning that is on a changed line or came with the change, and each error that the
/// change brings to other files.
/// </summary>
internal sealed class CompilerRule : IReviewRule
{
    private const int MaxMessage = 500;
    private const int MaxNamed = 5;

    public string Name => "the compiler";

    public async IAsyncEnumerable<RuleFinding> RunAsync(
        ReviewTarget target,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var measured = target.Timer.MeasureVerify();
        var changes = target.Changes;
        var known = new HashSet<(string, LineRange, string)>();
        await foreach (var found in FindAsync(changes, target.Skip, cancellationToken))
        {
            known.Add(Key(found.Finding));
            yield return found;
        }
        if (changes.Ignored.Count == 0)
        {
            yield break;
        }
        await foreach (var found in FindAsync(WithoutIgnored(changes), _ => { }, cancellationToken))
        {
            if (found.Finding.Severity == FindingSeverity.Error && !known.Contains(Key(found.Finding)))
            {
                yield return found with
                {
                    Finding = Unproved(found.Finding, changes),
                };
            }
        }
    }

    private static (string, LineRange, string) Key(ReviewFinding finding) =>
        (finding.Path, finding.Lines, finding.Rule);

    private static ReviewChanges WithoutIgnored(ReviewChanges changes) =>
        changes with
        {
            Code = changes.Ignored.Aggregate(changes.Code, (code, document) => code.Without(document)),
            Before = changes.Ignored.Aggregate(changes.Before, (code, document) => code.Without(document)),
        };

    /// <summary>An error that comes when ignored files are not there: a build may write them first, so that it is not proved.</summary>
    private static ReviewFinding Unproved(ReviewFinding finding, ReviewChanges changes)
    {
        var names = changes.Ignored.Select(changes.Shown).Order(StringComparer.Ordinal).Take(MaxNamed);
        return finding with
        {
            Severity = FindingSeverity.Warning,
            Witness = FindingWitness.Plausible,
            Message = BoundedText.Of(
                $"{finding.Message} The commit does not hold files that git ignores: {string.Join(", ", names)}.",
                MaxMessage
            ),
        };
    }

    private static async IAsyncEnumerable<RuleFinding> FindAsync(
        ReviewChanges changes,
        Action<SkippedFile> onGap,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // A patch may be for other files than those on disk: their lines say nothing about it.
        foreach (var file in changes.Files.Where(f => f.IsKnown && ReviewScopeFilter.IsCompiled(f)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (WhyNotCompiled(changes.Code, file) is { } why)
            {
                onGap(new SkippedFile(file.Path, why));
            }
            foreach (var found in await InFileAsync(changes, file, cancellationToken))
            {
                yield return found;
            }
        }
        var impact = await ChangeImpact.BetweenAsync(
            changes.Before,
            changes.Code,
            changes.Files.SelectMany(f => f.Documents),
            cancellationToken
        );
        foreach (var error in impact.Errors)
        {
            yield return Elsewhere(changes, error);
        }
        foreach (var project in impact.Unchecked)
        {
            onGap(
                new SkippedFile(
                    changes.Shown(project.Path),
                    $"not compiled with the change: {project.Reason ?? project.Name}"
                )
            );
        }
    }

    private static async Task<IEnumerable<RuleFinding>> InFileAsync(
        ReviewChanges changes,
        ReviewedFile file,
        CancellationToken cancellationToken
    )
    {
        var found = new List<RuleFinding>();
        var touched = file.Diff.Hunks.SelectMany(h => ReviewHunk.TouchedBy(h.Lines)).ToHashSet();
        var isGenerated = ReviewScopeFilter.IsGenerated(file.Diff);
        foreach (var document in file.Documents)
        {
            if (CodeReader.TryRead(changes.Code, document) is not { } text)
            {
                continue;
            }
            var earlier = file.Diff is { Change: DiffChange.Renamed, OldPath: { } from }
                ? Path.GetFullPath(from, changes.Root)
                : document;
            var before = file.HasBefore
                ? (
                    await CompilerFindings.ForDocumentsAsync(
                        changes.Before,
                        [earlier],
                        cancellationToken: cancellationToken
                    )
                )
                    .Select(d => (d.Id, d.Message))
                    .ToList()
                : null;
            foreach (
                var diagnostic in await CompilerFindings.ForDocumentsAsync(
                    changes.Code,
                    [document],
                    cancellationToken: cancellationToken
                )
            )
            {
                var lines = ReviewText.FromEditor(text, Lines(diagnostic));
                var known = before?.Remove((diagnostic.Id, diagnostic.Message)) ?? true;
                var isOnChange = touched.Any(l => l >= lines.Start && l <= lines.End);
                // A change can break a line that it does not touch: reported when the old text had nothing of the kind.
                if (IsReported(diagnostic, isGenerated) && (isOnChange || !known))
                {
                    found.Add(new RuleFinding(Finding(file.Path, diagnostic, lines), ReviewText.Lines(text, lines)));
                }
            }
        }
        return found;
    }

    private static string? WhyNotCompiled(CodeSnapshot code, ReviewedFile file)
    {
        var projects = file.Documents.Select(code.Find).OfType<CodeDocument>().Select(d => d.Project).ToList();
        return projects.Count == 0 ? "no loaded project compiles it, so only its text was looked at"
            : projects.Find(p => p.State != LoadState.Full) is { } partial
                ? $"only its syntax was compiled: {partial.Reason ?? partial.Name}"
            : null;
    }

    private static RuleFinding Elsewhere(ReviewChanges changes, CodeDiagnostic error)
    {
        var text = CodeReader.TryRead(changes.Code, error.Path);
        var lines = text is null ? Lines(error) : ReviewText.FromEditor(text, Lines(error));
        return new RuleFinding(
            Finding(changes.Shown(error.Path), error, lines),
            text is null ? "" : ReviewText.Lines(text, lines)
        );
    }

    private static LineRange Lines(CodeDiagnostic diagnostic) =>
        new(diagnostic.Range.Start.Line + 1, diagnostic.Range.End.Line + 1);

    private static bool IsReported(CodeDiagnostic diagnostic, bool isGenerated) =>
        diagnostic.Level == DiagnosticLevel.Error || (diagnostic.Level == DiagnosticLevel.Warning && !isGenerated);

    private static ReviewFinding Finding(string path, CodeDiagnostic diagnostic, LineRange lines) =>
        new(
            0,
            path,
            lines,
            diagnostic.Level == DiagnosticLevel.Error ? FindingSeverity.Error : FindingSeverity.Warning,
            diagnostic.Id,
            BoundedText.Of(diagnostic.Message, MaxMessage),
            null,
            FindingWitness.Proved,
            FindingSource.Compiler,
            ""
        );
}
