using GptOssDev.Contracts;
using GptOssDev.Features.Completion;
using GptOssDev.Server.Wire;
using CompletionItem = GptOssDev.Features.Completion.CompletionItem;
using TextEdit = GptOssDev.CodeModel.Verification.TextEdit;

namespace GptOssDev.Server.Completion;

/// <summary>Completions, from a feature's shapes to the wire's.</summary>
internal static class CompletionConversions
{
    public static GptOssDev.Contracts.CompletionItem Item(CompletionItem item) =>
        new(
            item.Text,
            ProtocolConversions.Range(item.Range),
            VerdictWord(item.Verdict),
            item.Reasons,
            item.LogProbability,
            Edits(item.AdditionalEdits)
        );

    public static InlineCompletionItem Inline(CompletionItem item, string id) =>
        new(
            item.Text,
            ProtocolConversions.Range(item.Range),
            VerdictWord(item.Verdict),
            id,
            new PartialLengths(PartialAccept.Word(item.Text), PartialAccept.Line(item.Text)),
            Edits(item.AdditionalEdits)
        );

    public static string VerdictWord(CompletionVerdict verdict) =>
        verdict switch
        {
            CompletionVerdict.Accepted => "accepted",
            CompletionVerdict.Rejected => "rejected",
            CompletionVerdict.Inconclusive => "inconclusive",
            _ => "unverified",
        };

    private static IReadOnlyList<CompletionEdit>? Edits(IReadOnlyList<TextEdit> edits) =>
        edits.Count == 0
            ? null
            : [.. edits.Select(e => new CompletionEdit(ProtocolConversions.Range(e.Range), e.NewText))];
}
