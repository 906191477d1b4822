using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Rpc;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// What a handler gets besides its params: its client and the documents as they were in the request's turn. Made once for each
/// request; the documents never change under it.
/// </summary>
internal sealed record RequestContext(ClientSession Session, OpenDocuments Documents)
{
    /// <summary>The client, to be called back.</summary>
    public IRpcPeer Peer => Session.Peer;

    /// <summary>
    /// Sends one partial result under the token that the client gave; without a token nothing is sent. It reaches the
    /// client before the answer does.
    /// </summary>
    public ValueTask ReportAsync<T>(string? token, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (token is null)
        {
            return ValueTask.CompletedTask;
        }
        var progress = new ProgressParams(
            JsonSerializer.SerializeToElement(token, ProtocolJson.Default.String),
            JsonSerializer.SerializeToElement(value, type)
        );
        return Peer.NotifyAsync(Methods.Progress, progress, ProtocolJson.Default.ProgressParams, cancellationToken);
    }
}
