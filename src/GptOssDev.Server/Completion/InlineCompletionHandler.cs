using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;

namespace GptOssDev.Server.Completion;

/// <summary>
/// Ghost text for an editor. Of C# only what the compiler has bound is shown; other languages as the model wrote it. An answer
/// for a text that the document no longer has is dropped.
/// </summary>
internal sealed class InlineCompletionHandler(
    WorkspaceResolver workspaces,
    InlineCompletionService typing,
    CompletionStats stats,
    TimeProvider time
) : IRequestHandler<InlineCompletionParams, InlineCompletionList>
{
    private const int Automatic = 2;

    public string Method => Methods.InlineCompletion;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<InlineCompletionParams> ParamsType => ProtocolJson.Default.InlineCompletionParams;

    public JsonTypeInfo<InlineCompletionList> ResultType => ProtocolJson.Default.InlineCompletionList;

    public async Task<InlineCompletionList> HandleAsync(
        InlineCompletionParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var uri = parameters.TextDocument.Uri;
        var trigger =
            parameters.Context?.TriggerKind == Automatic ? CompletionTrigger.Automatic : CompletionTrigger.Invoked;
        if (
            DocumentUris.ToPath(uri) is not { } path
            || (trigger == CompletionTrigger.Automatic && typing.Switches.DisabledReason(path) is not null)
        )
        {
            return new InlineCompletionList([]);
        }
        var started = time.GetTimestamp();
        var document = context.Documents.Find(uri);
        // An editor completes what it has open; of another document only the disk's text is known.
        var text = document?.Text ?? await DiskTextAsync(path, context, cancellationToken);
        var answer = await typing.Sessions.CompleteAsync(
            new InlineCompletionDocument(context.Session.Id, uri),
            new InlineCompletionRequest(
                path,
                text,
                ProtocolConversions.Position(parameters.Position),
                trigger,
                cancel => workspaces.SnapshotAsync(null, path, context, cancel)
            )
            {
                Settings = GenerationConversions.Settings(context.Session.Options),
                TimeBudget = CompleteHandler.Budget(parameters.BudgetMs),
                Surroundings = Surroundings(context, uri),
            },
            cancellationToken
        );
        var stale = context.Session.Documents.Find(uri)?.Version != document?.Version;
        stats.Answered(path, answer, stale, time.GetElapsedTime(started));
        if (stale)
        {
            return new InlineCompletionList([]);
        }
        var edits = parameters.AdditionalEdits == true;
        return new InlineCompletionList([
            .. answer
                .Outcome.Items.Where(item => edits || item.AdditionalEdits.Count == 0)
                .Select(item =>
                    CompletionConversions.Inline(item, typing.Ledger.Show(context.Session.Id, uri, path, item.Text))
                ),
        ]);
    }

    private async Task<string> DiskTextAsync(string path, RequestContext context, CancellationToken cancellationToken)
    {
        var code = await workspaces.SnapshotAsync(null, path, context, cancellationToken);
        var read = code.ReadText(path);
        return read.Succeeded
            ? read.File.Text
            : throw new ServerException(ServerFailure.BadParams, read.Failure.Message);
    }

    private static EditorContext Surroundings(RequestContext context, string uri) =>
        new(
            [
                .. context
                    .Documents.All.Where(d => d.Uri != uri)
                    .Select(d => (Path: DocumentUris.ToPath(d.Uri), d.Text))
                    .Where(d => d.Path is not null)
                    .Select(d => (d.Path!, d.Text)),
            ],
            context.Session.Edits.Newest
        );
}
