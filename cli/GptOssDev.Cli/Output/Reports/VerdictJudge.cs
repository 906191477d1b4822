using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output.Reports;

/// <summary>Who came to a verdict: the compiler is only named where it was asked.</summary>
internal enum VerdictJudge
{
    Compiler,

    /// <summary>The answer itself cannot be used, whatever the compiler says.</summary>
    AnswerAlone,

    /// <summary>There was nothing that a compiler could judge.</summary>
    None,
}

/// <summary>Finds out who came to a refactoring's verdict.</summary>
internal static class VerdictJudges
{
    public static VerdictJudge Of(RefactorResult result) =>
        result.Edits.Count == 0 || !result.Edits.Any(edit => IsCSharp(edit.Path)) ? VerdictJudge.None
        : result.Verdict == "rejected" && !result.Evidence.DiagnosticsAdded.Any(d => d.Severity == "error")
            ? VerdictJudge.AnswerAlone
        : VerdictJudge.Compiler;

    private static bool IsCSharp(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CS" or ".CSX";
}
