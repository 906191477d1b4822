using System.Reflection;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace GptOssDev.Rpc.Messages;

/// <summary>
/// A request or notification from the peer on its way through StreamJsonRpc, which dispatches all of them to one local method
/// with this message as the argument: methods are looked up by our dispatcher, which also answers for unknown ones.
/// </summary>
internal sealed class CallMessage : JsonRpcRequest
{
    /// <summary>The name of the local method.</summary>
    public const string LocalMethod = "call";

    public CallMessage(RequestId id, IncomingCall call)
    {
        RequestId = id;
        Method = LocalMethod;
        Call = call;
    }

    public IncomingCall Call { get; }

    public override ArgumentMatchResult TryGetTypedArguments(
        ReadOnlySpan<ParameterInfo> parameters,
        Span<object?> typedArguments
    )
    {
        typedArguments[0] = this;
        return ArgumentMatchResult.Success;
    }
}
