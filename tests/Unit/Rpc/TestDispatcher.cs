using System.Collections.Concurrent;
using System.Text;
using GptOssDev.Rpc;

namespace GptOssDev.Tests.Unit.Rpc;

/// <summary>Methods that show what a connection does: echo, hang until cancelled, wait for a gate, fail in several ways.</summary>
internal sealed class TestDispatcher : IRequestDispatcher
{
    public ConcurrentQueue<string> Notifications { get; } = [];

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask<ReadOnlyMemory<byte>> DispatchAsync(
        IncomingCall request,
        CancellationToken cancellationToken
    )
    {
        switch (request.Method)
        {
            case "echo":
                return request.Parameters;
            case "hang":
                Hanging.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return default;
            case "gate":
                Hanging.TrySetResult();
                await Gate.Task;
                return "\"passed\""u8.ToArray();
            case "length":
                return Encoding.ASCII.GetBytes($"{request.Parameters.Length}");
            case "fail":
                throw new RpcException(1234, "no luck", System.Text.Json.JsonElement.Parse("[7]"u8));
            case "bug":
                throw new InvalidCastException("a secret detail");
            case "big":
                return Encoding.UTF8.GetBytes($"\"{new string('x', 100_000)}\"");
            default:
                throw new RpcException(RpcErrorCodes.MethodNotFound, "no such method");
        }
    }

    public ValueTask NotifyAsync(IncomingCall notification, CancellationToken cancellationToken)
    {
        Notifications.Enqueue(Encoding.UTF8.GetString(notification.Parameters.Span));
        return ValueTask.CompletedTask;
    }
}
