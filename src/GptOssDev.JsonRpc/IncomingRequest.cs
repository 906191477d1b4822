namespace GptOssDev.JsonRpc;

/// <summary>
/// A request from the peer. <paramref name="Parameters"/> is well-formed UTF-8 JSON (an object or an array), empty when the
/// request has none; the memory stays valid for as long as it is referenced.
/// </summary>
public sealed record IncomingRequest(JsonRpcId Id, string Method, ReadOnlyMemory<byte> Parameters, IJsonRpcPeer Peer);
