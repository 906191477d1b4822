namespace GptOssDev.Rpc;

/// <summary>Why a connection ended.</summary>
public enum RpcConnectionEnd
{
    /// <summary>This side closed it.</summary>
    Closed,

    /// <summary>The peer closed it between two messages.</summary>
    PeerClosed,

    /// <summary>The peer's bytes ended within a message.</summary>
    Truncated,

    /// <summary>The peer's header was not valid, so the next message could not be found.</summary>
    FramingLost,

    /// <summary>The peer did not read its messages and the outgoing queue was full.</summary>
    PeerTooSlow,

    /// <summary>Reading or writing failed.</summary>
    TransportFailed,

    /// <summary>A bug of this side; its exception went to <see cref="RpcOptions.OnFault"/>.</summary>
    InternalError,

    /// <summary>Too many calls of this side wait for their answers; the connection continues.</summary>
    TooManyCalls,
}
