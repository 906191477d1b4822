using System.Text.Json;
using System.Text.Unicode;
using StreamJsonRpc;

namespace GptOssDev.Rpc.Messages;

/// <summary>
/// A message as JSON-RPC defines it, read in one pass without a tree: the payload stays the bytes that came, well formed and
/// bounded in depth. StreamJsonRpc ends the connection at what this refuses.
/// </summary>
/// <param name="Payload">The UTF-8 JSON of the params, the result or the error object.</param>
/// <param name="Problem">For <see cref="EnvelopeKind.Invalid"/>: the error to answer with, as <paramref name="Code"/> and one line.</param>
internal readonly record struct Envelope(
    EnvelopeKind Kind,
    RequestId Id,
    string Method,
    ReadOnlyMemory<byte> Payload,
    int Code,
    string Problem
)
{
    private const int MaxIdBytes = 256;
    private const int MaxMethodBytes = 256;

    /// <summary>Never throws, for any bytes.</summary>
    public static Envelope Read(ReadOnlyMemory<byte> body, int maxDepth)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return Invalid(RpcErrorCodes.ParseError, "the message is not UTF-8", RequestId.Null);
        }
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return ReadObject(body, ref reader);
            }
            var isBatch = reader.TokenType == JsonTokenType.StartArray;
            reader.Skip();
            ReadEnd(ref reader);
            return Invalid(
                RpcErrorCodes.InvalidRequest,
                isBatch ? "batches are not supported: send one message per frame" : "a message must be a JSON object",
                RequestId.Null
            );
        }
        catch (JsonException)
        {
            return Invalid(
                RpcErrorCodes.ParseError,
                "the message is not JSON, or is nested too deeply",
                RequestId.Null
            );
        }
    }

    /// <summary>The id that a value stands for; <see cref="RequestId.Null"/> when it is not one.</summary>
    public static RequestId ReadId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return new RequestId(number);
        }
        return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length + 2 <= MaxIdBytes
            ? new RequestId(TextOf(ref reader))
            : RequestId.Null;
    }

    private static Envelope ReadObject(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader)
    {
        var members = new Members();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            reader.Read();
            members.Types[(int)member] = reader.TokenType;
            switch (member)
            {
                case Member.Version:
                    members.IsVersionValid =
                        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
                    break;
                case Member.Id:
                    members.Id = ReadId(ref reader);
                    break;
                case Member.Method:
                    members.Method =
                        reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length + 2 <= MaxMethodBytes
                            ? TextOf(ref reader)
                            : null;
                    break;
            }
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Values[(int)member] = body[start..(int)reader.BytesConsumed];
        }
        ReadEnd(ref reader);
        return members.ToEnvelope();
    }

    private static Member MemberOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("jsonrpc"u8) ? Member.Version
        : reader.ValueTextEquals("id"u8) ? Member.Id
        : reader.ValueTextEquals("method"u8) ? Member.Method
        : reader.ValueTextEquals("params"u8) ? Member.Params
        : reader.ValueTextEquals("result"u8) ? Member.Result
        : reader.ValueTextEquals("error"u8) ? Member.Error
        : Member.Other;

    // An escaped half of a surrogate pair is JSON and not text.
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void ReadEnd(ref Utf8JsonReader reader)
    {
        // A second value after the first makes this throw.
        while (reader.Read()) { }
    }

    private static Envelope Invalid(int code, string problem, RequestId id) =>
        new(EnvelopeKind.Invalid, id, "", default, code, problem);

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

    /// <summary>The members of a message; of a member that is given twice the last one.</summary>
    private sealed class Members
    {
        public JsonTokenType[] Types { get; } = new JsonTokenType[(int)Member.Error + 1];

        public ReadOnlyMemory<byte>[] Values { get; } = new ReadOnlyMemory<byte>[(int)Member.Error + 1];

        public bool IsVersionValid { get; set; }

        public RequestId Id { get; set; } = RequestId.Null;

        public string? Method { get; set; }

        public Envelope ToEnvelope()
        {
            if (!IsVersionValid)
            {
                return Bad("\"jsonrpc\" must be \"2.0\"");
            }
            switch (Types[(int)Member.Method])
            {
                case JsonTokenType.None:
                    return ToResponse();
                case not JsonTokenType.String:
                    return Bad("\"method\" must be a string");
            }
            if (Method is null)
            {
                return Invalid(RpcErrorCodes.MethodNotFound, "no such method", Id);
            }
            var isRequest = Types[(int)Member.Id] != JsonTokenType.None;
            if (isRequest && Id.IsNull)
            {
                return Bad($"\"id\" must be a whole number or a string of at most {MaxIdBytes} bytes");
            }
            var parameters = Types[(int)Member.Params];
            if (
                parameters
                is not (
                    JsonTokenType.None
                    or JsonTokenType.Null
                    or JsonTokenType.StartObject
                    or JsonTokenType.StartArray
                )
            )
            {
                return Bad("\"params\" must be an object or an array");
            }
            return new Envelope(
                isRequest ? EnvelopeKind.Request : EnvelopeKind.Notification,
                isRequest ? Id : RequestId.NotSpecified,
                Method,
                parameters == JsonTokenType.Null ? default : Values[(int)Member.Params],
                0,
                ""
            );
        }

        private Envelope ToResponse()
        {
            if (Types[(int)Member.Error] is not (JsonTokenType.None or JsonTokenType.Null))
            {
                return new Envelope(EnvelopeKind.Error, Id, "", Values[(int)Member.Error], 0, "");
            }
            return Types[(int)Member.Result] == JsonTokenType.None
                ? Bad("a message must have a \"method\", a \"result\" or an \"error\"")
                : new Envelope(EnvelopeKind.Result, Id, "", Values[(int)Member.Result], 0, "");
        }

        private Envelope Bad(string problem) => Invalid(RpcErrorCodes.InvalidRequest, problem, Id);
    }
}
