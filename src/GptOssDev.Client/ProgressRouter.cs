using System.Text.Json;
using GptOssDev.Rpc;

namespace GptOssDev.Client;

/// <summary>
/// Hands the daemon's <c>$/progress</c> notifications to whoever waits for their token, on the connection's read loop and
/// in order: when a call's answer arrives, all of its progress has been handed over. Progress for nobody is dropped.
/// </summary>
internal sealed class ProgressRouter : IRequestDispatcher
{
    private readonly Dictionary<string, Action<ReadOnlyMemory<byte>>> _callbacks = [];

    public IDisposable Add(string token, Action<ReadOnlyMemory<byte>> callback)
    {
        lock (_callbacks)
        {
            _callbacks.Add(token, callback);
        }
        return new Registration(this, token);
    }

    public ValueTask<ReadOnlyMemory<byte>> DispatchAsync(IncomingCall request, CancellationToken cancellationToken) =>
        throw new RpcException(RpcErrorCodes.MethodNotFound, "this client answers no requests");

    public ValueTask NotifyAsync(IncomingCall notification, CancellationToken cancellationToken)
    {
        if (notification.Method == "$/progress")
        {
            Route(notification.Parameters);
        }
        return ValueTask.CompletedTask;
    }

    private void Route(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            return;
        }
        var reader = new Utf8JsonReader(parameters.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }
        string? token = null;
        ReadOnlyMemory<byte> value = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isToken = reader.ValueTextEquals("token"u8);
            var isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isToken && reader.TokenType == JsonTokenType.String)
            {
                token = reader.GetString();
            }
            reader.Skip();
            if (isValue)
            {
                value = parameters[start..(int)reader.BytesConsumed];
            }
        }
        Action<ReadOnlyMemory<byte>>? callback = null;
        lock (_callbacks)
        {
            if (token is not null)
            {
                _callbacks.TryGetValue(token, out callback);
            }
        }
        if (!value.IsEmpty)
        {
            callback?.Invoke(value);
        }
    }

    private sealed class Registration(ProgressRouter router, string token) : IDisposable
    {
        public void Dispose()
        {
            lock (router._callbacks)
            {
                router._callbacks.Remove(token);
            }
        }
    }
}
