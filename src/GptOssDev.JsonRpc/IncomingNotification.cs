namespace GptOssDev.JsonRpc;

/// <summary>
/// A notification from the peer. <paramref name="Parameters"/> is well-formed UTF-8 JSON (an object or an array), empty when
/// it has none.
/// </summary>
public sealed record IncomingNotification(string Method, ReadOnlyMemory<byte> Parameters, IJsonRpcPeer Peer);
