namespace GptOssDev.Rpc;

/// <summary>
/// A request or a notification from the peer. <paramref name="Parameters"/> is well-formed UTF-8 JSON (an object or an array),
/// empty when there are none; the memory stays valid for as long as it is referenced.
/// </summary>
public sealed record IncomingCall(string Method, ReadOnlyMemory<byte> Parameters, IRpcPeer Peer);
