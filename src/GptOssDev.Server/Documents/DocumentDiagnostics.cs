using System.Text.Json;
using GptOssDev.CodeModel;
using GptOssDev.CodeModel.Verification;
using GptOssDev.Contracts;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Documents;

/// <summary>The compiler's errors in an editor's document, for editors that no C# server tells of them. Any thread.</summary>
internal sealed class DocumentDiagnostics(WorkspaceResolver workspaces)
{
    private const int ErrorSeverity = 1;
    private const int MaxErrors = 20;

    /// <summary>Errors on the lines of a selection, in order, bounded; none of a file that the compiler does not know.</summary>
    public async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(
        EditorTarget target,
        GptOssDev.Contracts.Range selection,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        if (!target.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }
        try
        {
            var code = await workspaces.SnapshotAsync(null, target.Path, context, cancellationToken);
            var found = await CompilerFindings.ForDocumentsAsync(
                code,
                [target.Path],
                cancellationToken: cancellationToken
            );
            return
            [
                .. found
                    .Where(d => d.IsCompilerError)
                    .Where(d => d.Range.Start.Line <= selection.End.Line && d.Range.End.Line >= selection.Start.Line)
                    .Take(MaxErrors)
                    .Select(d => new Diagnostic(
                        ProtocolConversions.Range(d.Range),
                        d.Message,
                        ErrorSeverity,
                        JsonSerializer.SerializeToElement(d.Id, ProtocolJson.Default.String),
                        "csharp"
                    )),
            ];
        }
        catch (CodeModelException)
        {
            // A document that is on no disk yet belongs to no workspace.
            return [];
        }
    }
}
