using GptOssDev.CodeModel.Verification;
using GptOssDev.Contracts;
using GptOssDev.Features.Refactor;
using GptOssDev.Server.Wire;
using Evidence = GptOssDev.Contracts.Evidence;
using FileEdit = GptOssDev.Contracts.FileEdit;

namespace GptOssDev.Server.Refactor;

/// <summary>The compiler's verdict and what it rests on, as the wire has them.</summary>
internal static class VerdictConversions
{
    public static RefactorResult Result(RefactorOutcome outcome) =>
        new(
            Word(outcome.Verdict.Kind),
            outcome.Verdict.Reasons,
            [.. outcome.Edits.Select(e => new FileEdit(e.Path, e.Diff, e.OldText, e.NewText))],
            Evidence(outcome.Verdict, outcome.Attempts),
            GenerationConversions.Timings(outcome.Timings),
            outcome.Notice
        );

    public static VerifyEditResult Result(Verdict verdict) =>
        new(
            Word(verdict.Kind),
            verdict.Reasons,
            Evidence(verdict, attempts: 0),
            verdict.Evidence.TimeSpent.TotalMilliseconds
        );

    private static Evidence Evidence(Verdict verdict, int attempts) =>
        new(
            [.. verdict.Evidence.DiagnosticsAdded.Select(ProtocolConversions.Diagnostic)],
            [.. verdict.Evidence.DiagnosticsRemoved.Select(ProtocolConversions.Diagnostic)],
            [.. verdict.Evidence.PublicApiChanges.Select(ApiLine)],
            verdict.Evidence.ProjectsChecked.Count,
            attempts
        );

    private static string Word(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Accepted => "accepted",
            VerdictKind.Rejected => "rejected",
            _ => "inconclusive",
        };

    private static string ApiLine(ApiChange change) =>
        change switch
        {
            { Before: null } => $"added {change.After}",
            { After: null } => $"removed {change.Before}",
            _ => $"changed {change.Before} to {change.After}",
        };
}
