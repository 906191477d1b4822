namespace GptOssDev.CodeModel.Verification;

/// <summary>The compiler's answer about an edit.</summary>
public enum VerdictKind
{
    Accepted,
    Rejected,
    Inconclusive,
}
