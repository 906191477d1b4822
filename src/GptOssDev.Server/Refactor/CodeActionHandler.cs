using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Refactor;

/// <summary>
/// What can be done with a selection. Asked for at every move of a cursor, so it looks at syntax and at what the editor
/// already shows; the compiler is asked only when the user opened the menu, the model never.
/// </summary>
internal sealed class CodeActionHandler(DocumentDiagnostics diagnostics)
    : IRequestHandler<CodeActionParams, IReadOnlyList<CodeAction>>
{
    public string Method => Methods.CodeAction;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<CodeActionParams> ParamsType => ProtocolJson.Default.CodeActionParams;

    public JsonTypeInfo<IReadOnlyList<CodeAction>> ResultType => ProtocolJson.Default.IReadOnlyListCodeAction;

    public async Task<IReadOnlyList<CodeAction>> HandleAsync(
        CodeActionParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var menu = new CodeActionProvider(parameters, context);
        if (menu.Text is null)
        {
            return [];
        }
        List<CodeAction> actions = [];
        if (menu.Wants(CodeActionProvider.QuickFix))
        {
            var shown = parameters.Context?.Diagnostics ?? [];
            var found = menu.IsOpened
                ? await diagnostics.ErrorsAsync(menu.Target!, parameters.Range, context, cancellationToken)
                : [];
            actions.AddRange(menu.OfDiagnostics([.. shown, .. found]));
        }
        if (menu.Wants(CodeActionProvider.Rewrite))
        {
            actions.AddRange(menu.OfSelection(cancellationToken));
        }
        return actions;
    }
}
