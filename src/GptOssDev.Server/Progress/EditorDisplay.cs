using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Rpc;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Progress;

/// <summary>
/// Shows results in editors that cannot do it themselves, by what every LSP client has: edits are applied, findings become
/// diagnostics, the rest is a message. For a client that presents results it does nothing. Any thread.
/// </summary>
internal static class EditorDisplay
{
    private const int Error = 1;
    private const int Warning = 2;
    private const int Information = 3;
    private const int MaxMessage = 4000;

    public static async Task ShowAsync(
        EditorRefactorResult result,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        if (result.Edit is { } edit && context.Session.Abilities is { PresentsResults: false, AppliesEdits: true })
        {
            var applied = await context.Peer.RequestAsync(
                Methods.ApplyEdit,
                new ApplyEditParams("gptoss: refactoring", edit),
                ProtocolJson.Default.ApplyEditParams,
                ProtocolJson.Default.ApplyEditResult,
                cancellationToken
            );
            if (!applied.Applied)
            {
                await SayAsync(
                    context,
                    Warning,
                    $"the edit was not applied: {applied.FailureReason ?? "no reason given"}"
                );
            }
        }
        await ShowVerdictAsync(result, context);
    }

    /// <summary>Says what an accepted edit does not need said: that it was rejected, or that the compiler cannot tell.</summary>
    public static Task ShowVerdictAsync(EditorRefactorResult result, RequestContext context) =>
        result.Verdict == "accepted" && result.Reasons.Count == 0
            ? Task.CompletedTask
            : SayAsync(
                context,
                result.Verdict == "rejected" ? Warning : Information,
                $"{result.Verdict}: {string.Join("; ", result.Reasons)}"
            );

    public static Task ShowAsync(AnswerResult answer, RequestContext context) =>
        SayAsync(context, Information, answer.Answer);

    public static Task ShowAsync(StatusResult status, RequestContext context) =>
        SayAsync(
            context,
            Information,
            $"{status.Version}, model {status.Model.Name ?? "none"}: {status.Model.State}"
                + $"; {status.Queue.Running} running, {status.Queue.Waiting} waiting, {status.Clients} clients"
        );

    /// <summary>Shows a review's findings as diagnostics and takes away those of the review before.</summary>
    public static async Task ShowAsync(ReviewResult review, RequestContext context)
    {
        if (context.Session.Abilities.PresentsResults || review.Root is not { } root)
        {
            return;
        }
        var byUri = review
            .Findings.GroupBy(f => new Uri(Path.GetFullPath(f.Path, root)).AbsoluteUri, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, IReadOnlyList<Diagnostic> (g) => [.. g.Select(Of)], StringComparer.Ordinal);
        foreach (var gone in context.Session.Findings.Replace(byUri.Keys))
        {
            byUri.Add(gone, []);
        }
        foreach (var (uri, findings) in byUri)
        {
            await NotifyAsync(
                context,
                Methods.PublishDiagnostics,
                new PublishDiagnosticsParams(uri, findings),
                ProtocolJson.Default.PublishDiagnosticsParams
            );
        }
        var count = review.Findings.Count;
        var skipped = review.Skipped.Count == 0 ? "" : $", {review.Skipped.Count} files not reviewed";
        await SayAsync(context, Information, $"{count} finding{(count == 1 ? "" : "s")}{skipped}");
    }

    private static Diagnostic Of(Finding finding) =>
        new(
            // A line's end is where the next begins; an editor cuts it at the end of its text.
            new GptOssDev.Contracts.Range(new Position(finding.StartLine - 1, 0), new Position(finding.EndLine, 0)),
            finding.Message,
            finding.Severity switch
            {
                "error" => Error,
                "warning" => Warning,
                _ => Information,
            },
            JsonSerializer.SerializeToElement(finding.Rule, ProtocolJson.Default.String),
            "gptoss"
        );

    private static Task SayAsync(RequestContext context, int type, string message) =>
        context.Session.Abilities.PresentsResults
            ? Task.CompletedTask
            : NotifyAsync(
                context,
                Methods.ShowMessage,
                new ShowMessageParams(
                    type,
                    "gptoss: " + (message.Length <= MaxMessage ? message : message[..MaxMessage] + "…")
                ),
                ProtocolJson.Default.ShowMessageParams
            );

    private static async Task NotifyAsync<T>(RequestContext context, string method, T parameters, JsonTypeInfo<T> type)
    {
        try
        {
            await context.Peer.NotifyAsync(method, parameters, type, CancellationToken.None);
        }
        catch (RpcConnectionException)
        {
            // Nobody is there to be shown anything.
        }
    }
}
