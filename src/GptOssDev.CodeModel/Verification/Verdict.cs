namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// The compiler's answer and what it stands on. It depends only on the snapshot and the edit: the same pair gives the same
/// verdict, apart from the time spent.
/// </summary>
/// <param name="Reasons">Why it was rejected or is inconclusive, one line each; empty or a remark when accepted.</param>
public sealed record Verdict(VerdictKind Kind, IReadOnlyList<string> Reasons, Evidence Evidence)
{
    public bool IsAccepted => Kind == VerdictKind.Accepted;
}
