using GptOssDev.Contracts;
using GptOssDev.Rpc;
using GptOssDev.Server.Host;

namespace GptOssDev.Server.Rpc;

/// <summary>
/// Brings one connection's messages to their handlers through the connection's queue. Called on the connection's read loop,
/// which fixes the order; the handlers run on the thread pool.
/// </summary>
internal sealed class SessionDispatcher(
    HandlerRegistry handlers,
    RequestQueue<RequestContext> queue,
    ErrorMapper errors,
    Activity activity
) : IRequestDispatcher
{
    public async ValueTask<ReadOnlyMemory<byte>> DispatchAsync(
        IncomingCall request,
        CancellationToken cancellationToken
    )
    {
        var handler =
            handlers.FindRequest(request.Method)
            ?? throw new RpcException(ErrorCodes.MethodNotFound, $"there is no method {request.Method}");
        // Asking how the daemon is does not keep it awake.
        using var active = handler.Mode == RequestMode.OutOfBand ? null : activity.BeginRequest();
        try
        {
            return await queue.RunAsync(
                handler.Mode,
                (context, token) => handler.RunAsync(request.Parameters, context, token),
                cancellationToken
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            throw errors.Map(request.Method, e);
        }
    }

    public async ValueTask NotifyAsync(IncomingCall notification, CancellationToken cancellationToken)
    {
        // A notification that nobody knows is none of our business (LSP wants it ignored).
        if (handlers.FindNotification(notification.Method) is not { } handler)
        {
            return;
        }
        using var active = activity.BeginRequest();
        await queue.RunAsync(
            handler.Mode,
            (context, token) => handler.RunAsync(notification.Parameters, context, token),
            cancellationToken,
            mandatory: true
        );
    }
}
