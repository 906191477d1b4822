namespace GptOssDev.CodeModel.Verification;

/// <summary>How grave the project's own settings make a compiler diagnostic.</summary>
public enum DiagnosticLevel
{
    Hidden,
    Info,
    Warning,
    Error,
}
