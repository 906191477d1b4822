using GptOssDev.Cli.Output.Reports;
using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Output;

/// <summary>Shows a refactoring to a person: the diff on standard output, verdict and evidence beside it.</summary>
internal static class RefactorView
{
    private const int MostDiagnostics = 10;

    public static void Show(TerminalOutput screen, RefactorResult result)
    {
        foreach (var edit in result.Edits)
        {
            DiffView.Show(screen, edit.Diff);
        }

        screen.Flush();
        VerdictLine.Show(screen, result.Verdict, result.Reasons, VerdictJudges.Of(result));
        ShowDiagnostics(screen, "new", result.Evidence.DiagnosticsAdded);
        ShowDiagnostics(screen, "gone", result.Evidence.DiagnosticsRemoved);
        foreach (var change in result.Evidence.PublicApiChanged.Take(MostDiagnostics))
        {
            screen.Note("  public API: " + change, TextStyle.Yellow);
        }

        var projects = result.Evidence.ProjectsChecked == 1 ? "project" : "projects";
        var attempts = result.Evidence.Attempts == 1 ? "attempt" : "attempts";
        screen.Note(
            $"{result.Evidence.ProjectsChecked} {projects} checked, {result.Evidence.Attempts} {attempts}, "
                + TimingText.Line(result.Timings)
        );
    }

    private static void ShowDiagnostics(TerminalOutput screen, string what, IReadOnlyList<DiagnosticItem> diagnostics)
    {
        foreach (var item in diagnostics.Take(MostDiagnostics))
        {
            screen.Note(
                $"  {what}: {item.Path}:{item.Line}:{item.Column} {item.Severity} {item.Id}: {item.Message}",
                TextStyle.Plain
            );
        }

        if (diagnostics.Count > MostDiagnostics)
        {
            screen.Note($"  {what}: {diagnostics.Count - MostDiagnostics} more");
        }
    }
}
