using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>One completion on its way: as it is, with missing usings, cut. Used by one caller, once.</summary>
internal sealed class CompletionRun(InsertionTrial trial, ExtensionMethods extensions, TextSpan replaced)
{
    private const int MaxCuts = 4;

    public async Task<VerifiedCompletion> JudgeAsync(string text, CancellationToken cancellationToken)
    {
        var (whole, judged) = await TryAsync(text, cancellationToken);
        if (judged.Verdict.Kind != VerdictKind.Rejected)
        {
            return judged;
        }
        // What stands after the first error cannot be saved by cutting behind it.
        var (good, tried) = (FirstError(whole, text), 0);
        foreach (var end in Cuts(whole, text))
        {
            if (end > good)
            {
                continue;
            }
            if (tried++ == MaxCuts)
            {
                break;
            }
            var (last, shorter) = await TryAsync(text[..end], cancellationToken);
            if (shorter.Verdict.Kind == VerdictKind.Accepted)
            {
                var why = $"cut to what binds: {judged.Verdict.Reasons[0]}";
                return shorter with { Verdict = shorter.Verdict with { Reasons = [why, .. shorter.Verdict.Reasons] } };
            }
            good = Math.Min(good, FirstError(last, text));
        }
        return judged;
    }

    private async Task<(TrialOutcome Last, VerifiedCompletion Judged)> TryAsync(
        string text,
        CancellationToken cancellationToken
    )
    {
        var insertion = new TextChange(replaced, text);
        var first = await trial.RunAsync([insertion], cancellationToken);
        var plain = new VerifiedCompletion(first.Verdict, text, []);
        if (
            first is not { Verdict.Kind: VerdictKind.Rejected, Bound: { } bound }
            || MissingUsings.For(bound, first.Errors, extensions, cancellationToken) is not { Count: > 0 } namespaces
        )
        {
            return (first, plain);
        }
        var directives = UsingDirectives.Add(trial.Root, trial.Source, namespaces);
        if (directives[^1].Span.Start > replaced.Start)
        {
            return (first, plain);
        }
        var repaired = await trial.RunAsync([.. directives, insertion], cancellationToken);
        if (repaired.Verdict.Kind != VerdictKind.Accepted)
        {
            return (repaired, plain);
        }
        var reasons = namespaces.Select(name => $"adds 'using {name};'").ToList();
        var edits = directives
            .Select(d => new TextEdit(TextPositions.Range(trial.Source, d.Span), d.NewText!))
            .ToList();
        return (repaired, new VerifiedCompletion(repaired.Verdict with { Reasons = reasons }, text, edits));
    }

    /// <summary>Where in the text, or in the name it completes, its first error is; its length where the errors are elsewhere.</summary>
    private static int FirstError(TrialOutcome trial, string text) =>
        trial
            .Errors.Where(e => e.Span.Start < trial.Inserted.End && e.Span.End >= trial.Inserted.Start)
            .Select(e => Math.Max(0, e.Span.Start - trial.Inserted.Start))
            .DefaultIfEmpty(text.Length)
            .Min();

    private static IEnumerable<int> Cuts(TrialOutcome whole, string text) =>
        whole.Root is null
            ? []
            : StatementBoundaries
                .In(whole.Root, whole.Inserted)
                .Select(end => end - whole.Inserted.Start)
                .Where(length => length > 0 && length < text.Length);
}
