using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GptOssDev.JsonRpc.Messages;

/// <summary>
/// Reads a message's envelope in one pass without building a tree: the payload stays the bytes that came, checked for being
/// well formed and bounded in depth. Pure; never throws for any bytes.
/// </summary>
internal static class MessageParser
{
    private const int MaxIdBytes = 256;
    private const int MaxMethodBytes = 256;

    public static Message Parse(ReadOnlyMemory<byte> body, int maxDepth)
    {
        if (!Utf8.IsValid(body.Span))
            return Message.Invalid(JsonRpcErrorCodes.ParseError, "the message is not UTF-8");
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                return ParseObject(body, ref reader);
            bool batch = reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
            ReadEnd(ref reader);
            return Message.Invalid(
                JsonRpcErrorCodes.InvalidRequest,
                batch ? "batches are not supported: send one message per frame" : "a message must be a JSON object"
            );
        }
        catch (JsonException)
        {
            return Message.Invalid(JsonRpcErrorCodes.ParseError, "the message is not JSON, or is nested too deeply");
        }
    }

    private static Message ParseObject(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader)
    {
        var envelope = new Envelope();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Member member = MemberOf(ref reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            JsonTokenType type = reader.TokenType;
            if (member == Member.Version)
                envelope.VersionHolds = type == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
            reader.Skip();
            ReadOnlyMemory<byte> value = body[start..(int)reader.BytesConsumed];
            envelope.Set(member, type, value);
        }
        ReadEnd(ref reader);
        return envelope.ToMessage();
    }

    private static Member MemberOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("jsonrpc"u8) ? Member.Version
        : reader.ValueTextEquals("id"u8) ? Member.Id
        : reader.ValueTextEquals("method"u8) ? Member.Method
        : reader.ValueTextEquals("params"u8) ? Member.Params
        : reader.ValueTextEquals("result"u8) ? Member.Result
        : reader.ValueTextEquals("error"u8) ? Member.Error
        : Member.Other;

    private static void ReadEnd(ref Utf8JsonReader reader)
    {
        // A second value after the first makes this throw.
        while (reader.Read()) { }
    }

    private enum Member
    {
        Other,
        Version,
        Id,
        Method,
        Params,
        Result,
        Error,
    }

    private struct Envelope
    {
        private JsonTokenType _idType;
        private JsonTokenType _methodType;
        private JsonTokenType _paramsType;
        private JsonTokenType _errorType;
        private bool _hasResult;
        private ReadOnlyMemory<byte> _id;
        private ReadOnlyMemory<byte> _method;
        private ReadOnlyMemory<byte> _parameters;
        private ReadOnlyMemory<byte> _result;
        private ReadOnlyMemory<byte> _error;

        public bool VersionHolds { get; set; }

        public void Set(Member member, JsonTokenType type, ReadOnlyMemory<byte> value)
        {
            switch (member)
            {
                case Member.Id:
                    (_idType, _id) = (type, value);
                    break;
                case Member.Method:
                    (_methodType, _method) = (type, value);
                    break;
                case Member.Params:
                    (_paramsType, _parameters) = (type, value);
                    break;
                case Member.Result:
                    (_hasResult, _result) = (true, value);
                    break;
                case Member.Error:
                    (_errorType, _error) = (type, value);
                    break;
            }
        }

        public readonly Message ToMessage()
        {
            JsonRpcId readId = default;
            if (_idType is JsonTokenType.Number or JsonTokenType.String && _id.Length <= MaxIdBytes)
                readId = new JsonRpcId(Encoding.UTF8.GetString(_id.Span));
            if (!VersionHolds)
                return Bad("\"jsonrpc\" must be \"2.0\"", readId);
            if (_methodType == JsonTokenType.None)
                return ToResponse(readId);
            if (_methodType != JsonTokenType.String)
                return Bad("\"method\" must be a string", readId);
            if (_method.Length > MaxMethodBytes || MethodName() is not { } name)
                return Message.Invalid(JsonRpcErrorCodes.MethodNotFound, "no such method", readId);
            if (_idType != JsonTokenType.None && readId.IsNull)
                return Bad($"\"id\" must be a number or a string of at most {MaxIdBytes} bytes", readId);
            if (
                _paramsType
                is not (
                    JsonTokenType.None
                    or JsonTokenType.Null
                    or JsonTokenType.StartObject
                    or JsonTokenType.StartArray
                )
            )
                return Bad("\"params\" must be an object or an array", readId);
            ReadOnlyMemory<byte> payload = _paramsType == JsonTokenType.Null ? default : _parameters;
            MessageKind kind = readId.IsNull ? MessageKind.Notification : MessageKind.Request;
            return new Message(kind, readId, name, payload, 0);
        }

        private readonly Message ToResponse(JsonRpcId readId)
        {
            bool hasError = _errorType is not (JsonTokenType.None or JsonTokenType.Null);
            if (!_hasResult && !hasError)
                return Bad("a message must have a \"method\", a \"result\" or an \"error\"", readId);
            return hasError
                ? new Message(MessageKind.Error, readId, "", _error, 0)
                : new Message(MessageKind.Result, readId, "", _result, 0);
        }

        private readonly string? MethodName()
        {
            var reader = new Utf8JsonReader(_method.Span);
            reader.Read();
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                // An escaped half of a surrogate pair is JSON but no text, so it names no method.
                return null;
            }
        }

        private static Message Bad(string problem, JsonRpcId id) =>
            Message.Invalid(JsonRpcErrorCodes.InvalidRequest, problem, id);
    }
}
