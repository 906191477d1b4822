using GptOssDev.Rpc.Messages;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace GptOssDev.Rpc;

/// <summary>StreamJsonRpc set up for one connection: calls go to the dispatcher, failures become error answers.</summary>
internal sealed class StreamRpc : JsonRpc
{
    private readonly BoundedMessageHandler _handler;
    private readonly IRequestDispatcher _dispatcher;
    private readonly RpcOptions _options;
    private long _lastId;

    public StreamRpc(BoundedMessageHandler handler, IRequestDispatcher dispatcher, RpcOptions options)
        : base(handler)
    {
        _handler = handler;
        _dispatcher = dispatcher;
        _options = options;
        SynchronizationContext = new InlineSynchronizationContext();
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        TraceSource.Switch.Level = System.Diagnostics.SourceLevels.Off;
        AddLocalRpcMethod(CallMessage.LocalMethod, CallAsync);
    }

    protected override RequestId CreateNewRequestId() => new(Interlocked.Increment(ref _lastId));

    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        if (exception is RpcException answer)
        {
            return ErrorPayload.Detail(answer.Code, answer.Message, answer.ErrorData);
        }
        var method = request is CallMessage message ? message.Call.Method : request.Method!;
        _options.OnFault?.Invoke(method, exception);
        return ErrorPayload.Detail(RpcErrorCodes.InternalError, "internal error");
    }

    // The data of an error stays JSON: the caller knows its type.
    protected override Type? GetErrorDetailsDataType(JsonRpcError error) => null;

    /// <summary>The one local method. The token of a notification is the connection's.</summary>
    private async Task<RawJson?> CallAsync(CallMessage message, CancellationToken cancellationToken)
    {
        if (message.IsNotification)
        {
            await NotifyAsync(message.Call);
            return null;
        }
        try
        {
            return new RawJson(await _dispatcher.DispatchAsync(message.Call, cancellationToken));
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new RpcException(RpcErrorCodes.RequestCancelled, "the request was cancelled", inner: e);
        }
    }

    private async Task NotifyAsync(IncomingCall call)
    {
        try
        {
            await _dispatcher.NotifyAsync(call, _handler.Closing);
        }
        catch (OperationCanceledException) when (_handler.Closing.IsCancellationRequested)
        {
            // The connection has ended.
        }
        catch (Exception e)
        {
            _options.OnFault?.Invoke(call.Method, e);
        }
        finally
        {
            _handler.ReleaseNotification();
        }
    }
}
