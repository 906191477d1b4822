namespace GptOssDev.Rpc;

/// <summary>The error codes that JSON-RPC 2.0 and its LSP dialect fix.</summary>
public static class RpcErrorCodes
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    /// <summary>LSP: the client cancelled the request.</summary>
    public const int RequestCancelled = -32800;

    /// <summary>LSP: a well-formed request that failed.</summary>
    public const int RequestFailed = -32803;
}
