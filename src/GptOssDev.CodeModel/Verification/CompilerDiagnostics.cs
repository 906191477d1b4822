using System.Collections.Immutable;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// The compiler's diagnostics as plain data, by file and place: errors and warnings that are not suppressed. The compiler binds
/// bodies side by side and gives its findings in the order in which they came.
/// </summary>
internal static class CompilerDiagnostics
{
    private const int MaxMessage = 1000;

    /// <summary>Of a whole project.</summary>
    public static IReadOnlyList<CodeDiagnostic> OfProject(
        Compilation compilation,
        string project,
        CancellationToken cancellationToken
    ) => Convert(compilation.GetDiagnostics(cancellationToken), project);

    /// <summary>Of one file: syntax, declarations and bodies in it.</summary>
    public static IReadOnlyList<CodeDiagnostic> OfTree(
        Compilation compilation,
        SyntaxTree tree,
        string project,
        CancellationToken cancellationToken
    ) => Convert(compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancellationToken), project);

    /// <summary>Of one file's syntax and of the bodies in a stretch of it; its declarations are taken as they are.</summary>
    public static IReadOnlyList<CodeDiagnostic> OfBody(
        Compilation compilation,
        SyntaxTree tree,
        TextSpan body,
        string project,
        CancellationToken cancellationToken
    ) =>
        Convert(
            [
                .. tree.GetDiagnostics(cancellationToken),
                .. compilation.GetSemanticModel(tree).GetMethodBodyDiagnostics(body, cancellationToken),
            ],
            project
        );

    /// <summary>Of one file's syntax alone.</summary>
    public static IReadOnlyList<CodeDiagnostic> OfSyntax(
        SyntaxTree tree,
        string project,
        CancellationToken cancellationToken
    ) => Convert([.. tree.GetDiagnostics(cancellationToken)], project);

    /// <summary>Those of analyzers, which are never the language's own.</summary>
    public static IReadOnlyList<CodeDiagnostic> OfAnalyzers(ImmutableArray<Diagnostic> found, string project) =>
        [.. Convert(found, project).Select(d => d with { IsCompilerError = false })];

    private static List<CodeDiagnostic> Convert(ImmutableArray<Diagnostic> diagnostics, string project)
    {
        var lines = new Dictionary<SyntaxTree, LspLineTable>();
        return
        [
            .. diagnostics
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)
                .Select(d => new CodeDiagnostic(
                    d.Id,
                    d.Severity == DiagnosticSeverity.Error ? DiagnosticLevel.Error : DiagnosticLevel.Warning,
                    d.DefaultSeverity == DiagnosticSeverity.Error,
                    Bounded(d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)),
                    d.Location.SourceTree?.FilePath ?? "",
                    Range(d.Location, lines),
                    project
                ))
                .OrderBy(d => d.Path, StringComparer.Ordinal)
                .ThenBy(d => (d.Range.Start.Line, d.Range.Start.Character))
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .ThenBy(d => d.Message, StringComparer.Ordinal),
        ];
    }

    // A message quotes names and literals of the code, however long they are.
    private static string Bounded(string message) =>
        message.Length <= MaxMessage ? message
        : char.IsHighSurrogate(message[MaxMessage - 1]) ? message[..(MaxMessage - 1)] + "…"
        : message[..MaxMessage] + "…";

    // Nearly all diagnostics of a call lie in few files: their lines are counted once.
    private static TextRange Range(Location location, Dictionary<SyntaxTree, LspLineTable> known)
    {
        if (location.SourceTree is not { } tree)
        {
            return default;
        }
        if (!known.TryGetValue(tree, out var lines))
        {
            lines = LspLineTable.Of(tree.GetText());
            known.Add(tree, lines);
        }
        return lines.Range(location.SourceSpan);
    }
}
