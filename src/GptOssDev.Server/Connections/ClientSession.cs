using GptOssDev.JsonRpc;

namespace GptOssDev.Server.Connections;

/// <summary>
/// One connected client and what it told us. Only a handler in ReadWrite mode may change it, so changes never meet; reads take
/// <see cref="Documents"/> in their turn and keep it.
/// </summary>
internal sealed class ClientSession(long id)
{
    private IJsonRpcPeer? peer;
    private volatile OpenDocuments documents = OpenDocuments.None;

    /// <summary>Numbers the clients of this daemon's life, for the log.</summary>
    public long Id { get; } = id;

    public IJsonRpcPeer Peer => peer ?? throw new InvalidOperationException("the session is not connected yet");

    public OpenDocuments Documents
    {
        get => documents;
        set => documents = value;
    }

    /// <summary>Called once, before the first message.</summary>
    public void Connect(IJsonRpcPeer client) => peer = client;
}
