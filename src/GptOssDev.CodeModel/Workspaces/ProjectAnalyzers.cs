using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>The analyzers that a project's build runs; loaded when they are first asked for. Any thread.</summary>
internal sealed class ProjectAnalyzers(IReadOnlyList<AnalyzerFileReference> files)
{
    private readonly Lazy<(ImmutableArray<DiagnosticAnalyzer> All, IReadOnlyList<string> Failures)> _loaded = new(() =>
        Load(files)
    );

    public static ProjectAnalyzers None { get; } = new([]);

    public ImmutableArray<DiagnosticAnalyzer> All => _loaded.Value.All;

    /// <summary>A line for each file whose analyzers did not load.</summary>
    public IReadOnlyList<string> Failures => _loaded.Value.Failures;

    private static (ImmutableArray<DiagnosticAnalyzer>, IReadOnlyList<string>) Load(
        IReadOnlyList<AnalyzerFileReference> files
    )
    {
        var failures = new List<string>();
        var analyzers = ImmutableArray.CreateBuilder<DiagnosticAnalyzer>();
        foreach (var file in files)
        {
            void Note(object? sender, AnalyzerLoadFailureEventArgs e) =>
                failures.Add($"{file.FullPath}: an analyzer did not load: {e.Message.ReplaceLineEndings(" ")}");
            file.AnalyzerLoadFailed += Note;
            analyzers.AddRange(file.GetAnalyzers(LanguageNames.CSharp));
            file.AnalyzerLoadFailed -= Note;
        }
        return (analyzers.ToImmutable(), failures);
    }
}
