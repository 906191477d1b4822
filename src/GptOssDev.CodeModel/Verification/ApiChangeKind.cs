namespace GptOssDev.CodeModel.Verification;

/// <summary>What happened to a public symbol.</summary>
public enum ApiChangeKind
{
    Added,
    Removed,
    Changed,
}
