using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// What the first verdicts in a project wait for, done before anyone asks: references are read, sources are bound, namespaces are
/// searched, the compiler's own code is made ready. Everything it makes is kept by the snapshot or thrown away.
/// </summary>
internal static class VerifierWarmup
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task RunAsync(
        CompletionVerifier verifier,
        CodeSnapshot snapshot,
        CodeDocument document,
        CancellationToken cancellationToken
    )
    {
        var text = await document.Roslyn.GetTextAsync(cancellationToken);
        var nodes = (await document.Roslyn.GetSyntaxRootAsync(cancellationToken))!.DescendantNodes();
        // A remark past the last line changes nothing, and everything before it is bound twice as for a completion.
        await verifier.VerifyAsync(snapshot, document.Path, At(text, text.Length), "\n// end\n", cancellationToken);
        if (nodes.OfType<BlockSyntax>().FirstOrDefault(b => b.Parent is MethodDeclarationSyntax) is { } body)
        {
            // A member is looked for in every namespace, and so is a type that few files have the using for; what binds is kept.
            var place = At(text, body.OpenBraceToken.Span.End);
            await verifier.JudgeAsync(
                snapshot,
                document.Path,
                place,
                " { } \"\".Unheard(); GCSettings unheard;",
                cancellationToken
            );
        }
        if (nodes.OfType<MemberAccessExpressionSyntax>().FirstOrDefault() is { } access)
        {
            await document.LegalNamesAsync(At(text, access.OperatorToken.Span.End).Start, cancellationToken);
        }
    }

    private static TextRange At(SourceText text, int offset) => TextPositions.Range(text, new TextSpan(offset, 0));
}
