using System.Text.Json;
using System.Text.Json.Serialization;
using StreamJsonRpc;

namespace GptOssDev.Rpc.Messages;

/// <summary>
/// What StreamJsonRpc's formatter serializes for us besides the envelope. Params and results are serialized by their callers,
/// who know their types.
/// </summary>
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(RequestId))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
