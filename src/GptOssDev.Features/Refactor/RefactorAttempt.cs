using GptOssDev.CodeModel.Verification;

namespace GptOssDev.Features.Refactor;

/// <summary>One answer of the model and what the compiler said about it.</summary>
/// <param name="Edit">Null when the answer held no code, or changed nothing.</param>
internal sealed record RefactorAttempt(string Answer, FileEdit? Edit, Verdict Verdict)
{
    /// <summary>True when there is something to tell the model that may mend it.</summary>
    public bool CanRepair => Edit is not null && Verdict.Kind == VerdictKind.Rejected;

    public static RefactorAttempt WithoutCode(string answer, string why) =>
        new(answer, null, new Verdict(VerdictKind.Rejected, [why], Evidence.Empty));

    public static RefactorAttempt WithoutChange(string answer) =>
        new(
            answer,
            null,
            new Verdict(
                VerdictKind.Rejected,
                ["nothing changed: the model wrote the same code again"],
                Evidence.Empty with
                {
                    ChangedNothing = true,
                }
            )
        );
}
