using GptOssDev.CodeModel.Verification;
using GptOssDev.Contracts;
using GptOssDev.Features.Refactor;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;
using TextEdit = GptOssDev.Contracts.TextEdit;

namespace GptOssDev.Server.Documents;

/// <summary>A refactoring's outcome as an edit that the editor at the other end understands. Pure.</summary>
internal static class EditorEdits
{
    private const string Annotation = "gptoss";

    /// <param name="root">The workspace's root, which the outcome's paths start from.</param>
    /// <returns>Null when there is nothing that should be applied.</returns>
    public static WorkspaceEdit? Of(RefactorOutcome outcome, string root, RequestContext context)
    {
        if (outcome.Verdict.Kind == VerdictKind.Rejected || outcome.Edits.Count == 0)
        {
            return null;
        }
        var editor = context.Session.Abilities;
        var isAnnotated = editor is { VersionedEdits: true, AnnotatedEdits: true };
        List<TextDocumentEdit> documents =
        [
            .. outcome.Edits.Select(edit => new TextDocumentEdit(
                Document(Path.GetFullPath(edit.Path, root), context),
                [
                    .. ChangedLines
                        .Between(edit.OldText, edit.NewText)
                        .Select(change => new TextEdit(
                            ProtocolConversions.Range(change.Range),
                            change.NewText,
                            isAnnotated ? Annotation : null
                        )),
                ]
            )),
        ];
        if (!editor.VersionedEdits)
        {
            return new WorkspaceEdit(
                Changes: documents.ToDictionary(d => d.TextDocument.Uri, d => d.Edits, StringComparer.Ordinal)
            );
        }
        return new WorkspaceEdit(
            documents,
            ChangeAnnotations: isAnnotated
                ? new Dictionary<string, ChangeAnnotation> { [Annotation] = Annotate(outcome.Verdict) }
                : null
        );
    }

    private static ChangeAnnotation Annotate(Verdict verdict) =>
        verdict.IsAccepted
            ? new ChangeAnnotation("gptoss: the compiler accepts this", false, Remarks(verdict))
            : new ChangeAnnotation("gptoss: the compiler cannot tell", true, Remarks(verdict));

    private static string? Remarks(Verdict verdict) =>
        verdict.Reasons.Count == 0 ? null : string.Join("; ", verdict.Reasons);

    // The editor knows its document by its own spelling of the URI only.
    private static VersionedDocument Document(string path, RequestContext context) =>
        context.Documents.All.FirstOrDefault(d => DocumentUris.ToPath(d.Uri) == path) is { } open
            ? new VersionedDocument(open.Uri, open.Version)
            : new VersionedDocument(new Uri(path).AbsoluteUri, null);
}
