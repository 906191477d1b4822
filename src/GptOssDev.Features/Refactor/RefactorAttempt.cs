using GptOssDev.CodeModel.Verification;

namespace GptOssDev.Features.Refactor;

/// <summary>One answer of the model and what the compiler said about it.</summary>
/// <param name="Edit">Null when the answer held no code, or changed nothing.</param>
internal sealed record RefactorAttempt(string Answer, FileEdit? Edit, Verdict Verdict)
{
    /// <summary>True when the compiler gave reasons that the model can be told.</summary>
    public bool CanRepair =>
        Edit is not null && Verdict is { Kind: VerdictKind.Rejected, Evidence.DiagnosticsAdded.Count: > 0 };

    public static RefactorAttempt WithoutCode(string answer, string why) =>
        new(answer, null, new Verdict(VerdictKind.Rejected, [why], Evidence.Empty));
}
