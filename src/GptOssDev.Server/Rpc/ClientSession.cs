using GptOssDev.Contracts;
using GptOssDev.Features.Completion.Context;
using GptOssDev.Rpc;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// One connected client and what it told us. Only a handler in ReadWrite mode may change it, so changes never meet; reads take
/// <see cref="Documents"/> in their turn and keep it.
/// </summary>
internal sealed class ClientSession(long id)
{
    private IRpcPeer? _peer;
    private volatile OpenDocuments _documents = OpenDocuments.None;
    private volatile SessionFolders _folders = SessionFolders.None;
    private volatile EditorCapabilities _abilities = EditorCapabilities.None;
    private volatile GenerationOptions? _options;

    /// <summary>Numbers the clients of this daemon's life, for the log.</summary>
    public long Id { get; } = id;

    public IRpcPeer Peer => _peer ?? throw new InvalidOperationException("the session is not connected yet");

    public OpenDocuments Documents
    {
        get => _documents;
        set => _documents = value;
    }

    /// <summary>The folders an editor named when it introduced itself or later; none until then.</summary>
    public SessionFolders Folders
    {
        get => _folders;
        set => _folders = value;
    }

    /// <summary>What the user edited last in this client.</summary>
    public RecentEdits Edits { get; } = new();

    /// <summary>What the editor said it can do.</summary>
    public EditorCapabilities Abilities
    {
        get => _abilities;
        set => _abilities = value;
    }

    /// <summary>How this window wants its ghost text generated; null is the daemon's setting.</summary>
    public GenerationOptions? Options
    {
        get => _options;
        set => _options = value;
    }

    /// <summary>What the user can cancel by its progress.</summary>
    public CancellableOperations Work { get; } = new();

    /// <summary>The documents for which this client was sent findings. Only a review changes it.</summary>
    public PublishedDiagnostics Findings { get; } = new();

    /// <summary>Called once, before the first message.</summary>
    public void Connect(IRpcPeer client) => _peer = client;
}
