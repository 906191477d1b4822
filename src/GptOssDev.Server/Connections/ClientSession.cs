using GptOssDev.Features.Completion.Context;
using GptOssDev.JsonRpc;
using GptOssDev.Protocol;

namespace GptOssDev.Server.Connections;

/// <summary>
/// One connected client and what it told us. Only a handler in ReadWrite mode may change it, so changes never meet; reads take
/// <see cref="Documents"/> in their turn and keep it.
/// </summary>
internal sealed class ClientSession(long id)
{
    private IJsonRpcPeer? _peer;
    private volatile OpenDocuments _documents = OpenDocuments.None;
    private volatile WorkspaceScope _workspace = new();

    /// <summary>Numbers the clients of this daemon's life, for the log.</summary>
    public long Id { get; } = id;

    public IJsonRpcPeer Peer => _peer ?? throw new InvalidOperationException("the session is not connected yet");

    public OpenDocuments Documents
    {
        get => _documents;
        set => _documents = value;
    }

    /// <summary>The workspace an editor named when it introduced itself; untrusted and unknown until then.</summary>
    public WorkspaceScope Workspace
    {
        get => _workspace;
        set => _workspace = value;
    }

    /// <summary>What the user edited last in this client.</summary>
    public RecentEdits Edits { get; } = new();

    /// <summary>Called once, before the first message.</summary>
    public void Connect(IJsonRpcPeer client) => _peer = client;
}
