using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Features.Explain;
using GptOssDev.Server.Documents;

namespace GptOssDev.Server.Wire;

/// <summary>Diagnostics between an editor's shape and ours.</summary>
internal static class DiagnosticConversions
{
    /// <summary>What a compiler of C# says; null for anything else an editor shows.</summary>
    public static NamedDiagnostic? Named(Diagnostic diagnostic) =>
        diagnostic.Code is { ValueKind: JsonValueKind.String } code
        && code.GetString() is { Length: 6 } id
        && id.StartsWith("CS", StringComparison.Ordinal)
        && id.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0
            ? new NamedDiagnostic(id, diagnostic.Message, diagnostic.Range)
            : null;

    public static DiagnosticInstruction Complaint(NamedDiagnostic diagnostic) =>
        new(
            diagnostic.Code,
            diagnostic.Message,
            ProtocolConversions.Lines(EditorTarget.Lines(diagnostic.Range))!.Value
        );
}
