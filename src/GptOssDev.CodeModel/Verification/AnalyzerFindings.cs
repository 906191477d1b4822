using System.Collections.Immutable;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// What a project's own analyzers would make its build fail with, in one file. Only those run that can give an error under the
/// project's settings, which in most projects is none. What they say at the end of a whole compilation is left out.
/// </summary>
internal sealed class AnalyzerFindings(IReadOnlyList<AnalyzerFile> files)
{
    private const string BulkSeverity = "dotnet_analyzer_diagnostic.";
    private readonly List<string> _failures = [];

    /// <summary>A line for each analyzer that could not be asked.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_failures)
            {
                return [.. _failures.Distinct()];
            }
        }
    }

    /// <summary>Errors alone, by place.</summary>
    public async Task<IReadOnlyList<CodeDiagnostic>> ErrorsAsync(
        Project project,
        SyntaxTree tree,
        CancellationToken cancellationToken
    )
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        var strict = files
            .SelectMany(f => f.Analyzers)
            .Where(a => MayFail(a, compilation, project.AnalyzerOptions, tree))
            .ToImmutableArray();
        Note(files.SelectMany(f => f.Failures));
        if (strict.IsEmpty)
        {
            return [];
        }
        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            onAnalyzerException: (e, analyzer, _) => Note(analyzer, e),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false
        );
        var driver = compilation.WithAnalyzers(strict, options);
        var found = (await driver.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancellationToken)).AddRange(
            await driver.GetAnalyzerSemanticDiagnosticsAsync(
                compilation.GetSemanticModel(tree),
                null,
                cancellationToken
            )
        );
        return CompilerDiagnostics.OfAnalyzers([.. found.Where(IsError)], project.Name);
    }

    private bool MayFail(DiagnosticAnalyzer analyzer, Compilation compilation, AnalyzerOptions options, SyntaxTree tree)
    {
        var config = options.AnalyzerConfigOptionsProvider.GetOptions(tree);
        var place = Location.Create(tree, default);
        ImmutableArray<DiagnosticDescriptor> supported;
        try
        {
            supported = analyzer.SupportedDiagnostics;
        }
        catch (Exception e)
        {
            // Somebody else's code: whatever it throws is a line beside the verdict.
            Note(analyzer, e);
            return false;
        }
        return CompilationWithAnalyzers
                .GetEffectiveDiagnostics(supported.Select(d => Diagnostic.Create(d, place)), compilation)
                .Any(IsError) || supported.Any(d => IsRaisedInBulk(d, config, compilation.Options));
    }

    // Settings for all rules or for a category of them are read by the analyzers' driver alone.
    private static bool IsRaisedInBulk(
        DiagnosticDescriptor rule,
        AnalyzerConfigOptions config,
        CompilationOptions options
    ) =>
        (
            config.TryGetValue($"{BulkSeverity}category-{rule.Category}.severity", out var severity)
            || config.TryGetValue(BulkSeverity + "severity", out severity)
        )
        && (
            severity.Equals("error", StringComparison.OrdinalIgnoreCase)
            || severity.Equals("warning", StringComparison.OrdinalIgnoreCase)
                && options.GeneralDiagnosticOption == ReportDiagnostic.Error
        );

    private static bool IsError(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsSuppressed;

    private void Note(DiagnosticAnalyzer analyzer, Exception failure) =>
        Note([$"{analyzer.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}"]);

    private void Note(IEnumerable<string> failures)
    {
        lock (_failures)
        {
            _failures.AddRange(failures);
        }
    }
}
