using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Rpc.Messages;
using StreamJsonRpc;

namespace GptOssDev.Rpc;

/// <summary>
/// A JSON-RPC 2.0 connection over a pair of streams, which it owns: StreamJsonRpc with our bounds. A bad message gets its error
/// answer and the connection continues; when the framing is lost, one error is sent and the connection ends. Thread-safe.
/// </summary>
public sealed class RpcConnection : IRpcPeer, IAsyncDisposable
{
    private static readonly JsonSerializerOptions _json = new() { TypeInfoResolver = EnvelopeJson.Default };
    private readonly RpcOptions _options;
    private readonly BoundedMessageHandler _handler;
    private readonly StreamRpc _rpc;
    private readonly TaskCompletionSource<RpcConnectionException> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int _openCalls;
    private int _started;

    /// <summary>Nothing is read or written before <see cref="Start"/>.</summary>
    public RpcConnection(Stream input, Stream output, IRequestDispatcher dispatcher, RpcOptions? options = null)
    {
        _options = options ?? RpcOptions.Default;
        var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = _json };
        _handler = new BoundedMessageHandler(input, output, formatter, _options) { Peer = this };
        _rpc = new StreamRpc(_handler, dispatcher, _options);
        // It ends a connection on its own only for what the handler never passes on.
        _rpc.Disconnected += (_, e) => _handler.EndByBug(e.Exception ?? new InvalidOperationException(e.Description));
    }

    /// <summary>Completes with the reason when the connection has ended and its streams are closed. Never faults.</summary>
    public Task<RpcConnectionException> Completion => _completion.Task;

    /// <summary>Starts reading and writing; a second call does nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = RunAsync();
        }
    }

    /// <inheritdoc/>
    public async Task<TResult> RequestAsync<TParams, TResult>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        var arguments = new RawJson(JsonSerializer.SerializeToUtf8Bytes(parameters, paramsType));
        var call = BeginCallAsync(method, arguments, cancellationToken);
        try
        {
            var result = await call.WaitAsync(cancellationToken);
            return JsonSerializer.Deserialize(result.Utf8.Span, resultType)!;
        }
        catch (Exception e) when (e is ConnectionLostException or ObjectDisposedException)
        {
            throw Lost();
        }
        catch (RemoteRpcException e)
        {
            throw new RpcException((int)(e.ErrorCode ?? 0), e.Message, e.ErrorData as JsonElement?, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // StreamJsonRpc's form of the error answer for a cancelled request.
            throw new RpcException(RpcErrorCodes.RequestCancelled, "the request was cancelled", inner: e);
        }
        catch (JsonException e)
        {
            throw new RpcException(
                RpcErrorCodes.InternalError,
                $"the answer to {method} has an unexpected shape: {e.Message}",
                inner: e
            );
        }
    }

    /// <inheritdoc/>
    public async ValueTask NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        try
        {
            await _rpc.NotifyWithParameterObjectAsync(
                method,
                (object)new RawJson(JsonSerializer.SerializeToUtf8Bytes(parameters, paramsType))
            );
        }
        catch (Exception e) when (e is ConnectionLostException or ObjectDisposedException)
        {
            throw Lost();
        }
    }

    /// <summary>
    /// Ends the connection: cancels the peer's requests, waits up to <see cref="RpcOptions.CloseTimeout"/> for the last answers
    /// to leave, fails the own calls, closes the streams.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _handler.End(RpcConnectionEnd.Closed, "the connection is closed");
        Start();
        return new ValueTask(_completion.Task);
    }

    private async Task RunAsync()
    {
        _handler.StartWriting();
        _rpc.StartListening();
        try
        {
            await _rpc.Completion;
        }
        catch (Exception e)
        {
            // The handler has kept the reason of an end; anything else is a bug.
            _handler.EndByBug(e);
        }
        await _handler.CloseAsync();
        _rpc.Dispose();
        _completion.TrySetResult(Lost());
    }

    // Until its answer comes a cancelled call counts too: StreamJsonRpc holds it.
    private Task<RawJson> BeginCallAsync(string method, RawJson arguments, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _openCalls) > _options.MaxConcurrentRequests)
        {
            Interlocked.Decrement(ref _openCalls);
            throw new RpcConnectionException(
                RpcConnectionEnd.TooManyCalls,
                $"{_options.MaxConcurrentRequests} calls already wait for an answer on this connection"
            );
        }
        var call = _rpc.InvokeWithParameterObjectAsync<RawJson>(method, (object)arguments, cancellationToken);
        _ = call.ContinueWith(
            _ => Interlocked.Decrement(ref _openCalls),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return call;
    }

    private void ThrowIfEnded()
    {
        if (_handler.Reason is not null)
        {
            throw Lost();
        }
    }

    private RpcConnectionException Lost()
    {
        var end = _handler.Reason;
        return new RpcConnectionException(
            end?.Reason ?? RpcConnectionEnd.Closed,
            end?.Message ?? "the connection is closed",
            end
        );
    }
}
