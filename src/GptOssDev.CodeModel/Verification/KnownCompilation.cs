using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>What was found for one compilation that does not change any more. Two threads may compute the same value; either will do.</summary>
internal sealed class KnownCompilation
{
    public IReadOnlyList<CodeDiagnostic>? Diagnostics { get; set; }

    public IReadOnlyDictionary<string, string>? Api { get; set; }

    /// <summary>Of single trees, or of one member's body in them.</summary>
    public ConcurrentDictionary<(SyntaxTree Tree, TextSpan? Body), IReadOnlyList<CodeDiagnostic>> Trees { get; } =
        new();

    /// <summary>See <see cref="AnalyzerFindings"/>.</summary>
    public ConcurrentDictionary<SyntaxTree, IReadOnlyList<CodeDiagnostic>> Analyzed { get; } = new();

    /// <summary>See <see cref="ReferenceAssembly"/>; null while not computed.</summary>
    public string? Reference { get; set; }
}
