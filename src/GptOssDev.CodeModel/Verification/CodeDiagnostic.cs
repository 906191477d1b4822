using GptOssDev.CodeModel.Documents;

namespace GptOssDev.CodeModel.Verification;

/// <summary>A compiler diagnostic as plain data.</summary>
/// <param name="Level">The severity in this project, which may raise a warning to an error.</param>
/// <param name="IsCompilerError">True when the language itself makes it an error, whatever the project's settings.</param>
/// <param name="Path">The file; empty for a diagnostic of the whole project.</param>
public sealed record CodeDiagnostic(
    string Id,
    DiagnosticLevel Level,
    bool IsCompilerError,
    string Message,
    string Path,
    TextRange Range,
    string Project
)
{
    /// <summary>The line a compiler would print.</summary>
    public override string ToString()
    {
        var level =
            Level == DiagnosticLevel.Error ? "error"
            : Level == DiagnosticLevel.Warning ? "warning"
            : "info";
        return Path.Length == 0
            ? $"{Project}: {level} {Id}: {Message}"
            : $"{Path}:{Range.Start}: {level} {Id}: {Message}";
    }
}
