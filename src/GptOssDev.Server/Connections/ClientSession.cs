using GptOssDev.JsonRpc;
using GptOssDev.Protocol;

namespace GptOssDev.Server.Connections;

/// <summary>
/// One connected client and what it told us. Only a handler in ReadWrite mode may change it, so changes never meet; reads take
/// <see cref="Documents"/> in their turn and keep it.
/// </summary>
internal sealed class ClientSession(long id)
{
    private IJsonRpcPeer? peer;
    private volatile OpenDocuments documents = OpenDocuments.None;
    private volatile WorkspaceScope workspace = new();

    /// <summary>Numbers the clients of this daemon's life, for the log.</summary>
    public long Id { get; } = id;

    public IJsonRpcPeer Peer => peer ?? throw new InvalidOperationException("the session is not connected yet");

    public OpenDocuments Documents
    {
        get => documents;
        set => documents = value;
    }

    /// <summary>The workspace an editor named when it introduced itself; untrusted and unknown until then.</summary>
    public WorkspaceScope Workspace
    {
        get => workspace;
        set => workspace = value;
    }

    /// <summary>Called once, before the first message.</summary>
    public void Connect(IJsonRpcPeer client) => peer = client;
}
