using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>An assembly of analyzers, loaded when they are first asked for; projects share it. Any thread.</summary>
internal sealed class AnalyzerFile(string path, IAnalyzerAssemblyLoader loader)
{
    private readonly Lazy<(ImmutableArray<DiagnosticAnalyzer> Analyzers, IReadOnlyList<string> Failures)> _loaded = new(
        () =>
            Load(path, loader)
    );

    public ImmutableArray<DiagnosticAnalyzer> Analyzers => _loaded.Value.Analyzers;

    /// <summary>A line for each analyzer, or for the whole file, that did not load.</summary>
    public IReadOnlyList<string> Failures => _loaded.Value.Failures;

    private static (ImmutableArray<DiagnosticAnalyzer>, IReadOnlyList<string>) Load(
        string path,
        IAnalyzerAssemblyLoader loader
    )
    {
        var failures = new List<string>();
        var file = new AnalyzerFileReference(path, loader);
        file.AnalyzerLoadFailed += (_, e) =>
            failures.Add($"{path}: an analyzer did not load: {e.Message.ReplaceLineEndings(" ")}");
        return (file.GetAnalyzers(LanguageNames.CSharp), failures);
    }
}
