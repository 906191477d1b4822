namespace GptOssDev.Contracts;

/// <summary>
/// Error codes of the wire. Ours lie outside JSON-RPC's reserved range (-32768 to -32000); those of JSON-RPC and LSP keep
/// their meaning. <see cref="ErrorData.Reason"/> tells a program which failure it was, the message tells a person.
/// </summary>
public static class ErrorCodes
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>LSP: a request came before <c>initialize</c>.</summary>
    public const int ServerNotInitialized = -32002;

    /// <summary>LSP: the client cancelled the request.</summary>
    public const int RequestCancelled = -32800;

    /// <summary>LSP: the document changed under the request.</summary>
    public const int ContentModified = -32801;

    /// <summary>LSP: the server cancelled the request.</summary>
    public const int ServerCancelled = -32802;

    /// <summary>What the user named cannot be used: a missing file, a position past the end. Exit code 2.</summary>
    public const int BadInput = 1001;

    /// <summary>The machine or the set-up is at fault: no model, no memory, no SDK. Exit code 3.</summary>
    public const int Environment = 1002;

    /// <summary>The daemon has no room for one more request now; the same request may succeed later. Exit code 3.</summary>
    public const int Busy = 1003;

    /// <summary>The model produced nothing usable. Exit code 1.</summary>
    public const int NoAnswer = 1004;
}
