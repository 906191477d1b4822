using GptOssDev.Features.Completion.Sessions;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Completion;

/// <summary>What documents that are typed in need beside their text: the running suggestions, what was shown, what is off. Any thread.</summary>
internal sealed record InlineCompletionService(
    InlineCompletionSessions Sessions,
    AcceptanceTracker Ledger,
    CompletionEnablement Switches
)
{
    /// <summary>A document was changed by its client.</summary>
    public void Changed(ClientSession session, OpenDocument before, OpenDocument after)
    {
        if (DocumentUris.ToPath(after.Uri) is { } path)
        {
            session.Edits.Add(path, before.Text, after.Text);
        }
        Sessions.Changed(new InlineCompletionDocument(session.Id, after.Uri), after.Text);
        Ledger.Look(session.Id, after.Uri, after.Text, closing: false);
    }

    /// <summary>A document was closed by its client, or let go because its changes do not fit.</summary>
    public void Closed(ClientSession session, OpenDocument document)
    {
        Sessions.Closed(new InlineCompletionDocument(session.Id, document.Uri));
        Ledger.Look(session.Id, document.Uri, document.Text, closing: true);
    }

    /// <summary>What a client's suggestions rest on has changed, its trust or its settings: none is served from memory.</summary>
    public void Forget(ClientSession session) => Sessions.ClientDisconnected(session.Id);

    /// <summary>A client has gone or is about to.</summary>
    public void Left(ClientSession session)
    {
        Sessions.ClientDisconnected(session.Id);
        foreach (var document in session.Documents.All)
        {
            Ledger.Look(session.Id, document.Uri, document.Text, closing: true);
        }
    }
}
