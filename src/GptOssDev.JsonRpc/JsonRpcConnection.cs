using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.JsonRpc.Framing;
using GptOssDev.JsonRpc.Messages;

namespace GptOssDev.JsonRpc;

/// <summary>
/// A JSON-RPC 2.0 connection with <c>Content-Length</c> framing over a pair of streams, which it owns. One loop reads, one task
/// writes, requests run concurrently. A bad message gets its error answer and the connection goes on; when the framing is lost
/// the peer is told once and the connection ends. Public members are safe on any thread.
/// </summary>
public sealed class JsonRpcConnection : IJsonRpcPeer, IAsyncDisposable
{
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly IRequestDispatcher _dispatcher;
    private readonly JsonRpcOptions _options;
    private readonly OutgoingQueue _outgoing;
    private readonly PendingCalls _calls;
    private readonly RunningRequests _running;
    private readonly SemaphoreSlim _notificationSlots;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<JsonRpcConnectionException> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource<JsonRpcConnectionException> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private long _lastId;
    private int _started;

    /// <summary>Nothing is read or written before <see cref="Start"/>.</summary>
    public JsonRpcConnection(Stream input, Stream output, IRequestDispatcher dispatcher, JsonRpcOptions? options = null)
    {
        _input = input;
        _output = output;
        _dispatcher = dispatcher;
        _options = options ?? JsonRpcOptions.Default;
        _outgoing = new OutgoingQueue(output, _options);
        _calls = new PendingCalls(_options.MaxConcurrentRequests);
        _running = new RunningRequests(_options.MaxConcurrentRequests);
        _notificationSlots = new SemaphoreSlim(_options.MaxConcurrentRequests);
    }

    /// <summary>Ends when the connection has ended and its streams are closed; tells why. Never faults.</summary>
    public Task<JsonRpcConnectionException> Completion => _completion.Task;

    /// <summary>Starts reading and writing; a second call does nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            _ = RunAsync();
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
        JsonRpcId id = JsonRpcId.Of(Interlocked.Increment(ref _lastId));
        byte[] frame = MessageWriter.Request(id, method, parameters, paramsType);
        TaskCompletionSource<ReadOnlyMemory<byte>> call = _calls.Add(id);
        Send(frame);
        using CancellationTokenRegistration registration = cancellationToken.Register(() =>
        {
            if (!_calls.TryTake(id, out _))
                return;
            Send(MessageWriter.Cancel(_options.CancelMethod, id));
            call.TrySetCanceled(cancellationToken);
        });
        ReadOnlyMemory<byte> result = await call.Task;
        try
        {
            return JsonSerializer.Deserialize(result.Span, resultType)!;
        }
        catch (JsonException e)
        {
            throw new JsonRpcException(
                JsonRpcErrorCodes.InternalError,
                $"the answer to {method} has an unexpected shape: {e.Message}",
                inner: e
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask NotifyAsync<TParams>(
        string method,
        TParams parameters,
        JsonTypeInfo<TParams> paramsType,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_ended.Task.IsCompletedSuccessfully || !Send(MessageWriter.Notification(method, parameters, paramsType)))
            throw new JsonRpcConnectionException(JsonRpcConnectionEnd.Closed, "the connection is closed");
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Ends the connection: cancels the peer's requests, gives the last answers <see cref="JsonRpcOptions.CloseTimeout"/> to
    /// leave, fails the own calls, closes the streams.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        End(JsonRpcConnectionEnd.Closed, "the connection is closed");
        Start();
        await _completion.Task;
    }

    private async Task RunAsync()
    {
        Task writing = WriteAsync();
        _ = ReadAsync();
        JsonRpcConnectionException end = await _ended.Task;
        _calls.FailAll(end);
        // Twice the same bound: first for the handlers to see the cancellation, then for their answers to leave.
        await WithinAsync(_running.CancelAllAsync());
        _outgoing.Complete();
        await WithinAsync(writing);
        await _stopping.CancelAsync();
        await _input.DisposeAsync();
        await CloseOutputAsync();
        _completion.TrySetResult(end);
    }

    private async Task CloseOutputAsync()
    {
        try
        {
            await _output.DisposeAsync();
        }
        catch (IOException)
        {
            // Closing flushes; a peer that is gone takes no more bytes.
        }
    }

    private async Task WithinAsync(Task task)
    {
        await Task.WhenAny(task, Task.Delay(_options.CloseTimeout, _options.Time, _stopping.Token));
    }

    private async Task WriteAsync()
    {
        try
        {
            await _outgoing.RunAsync(_stopping.Token);
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            End(JsonRpcConnectionEnd.TransportFailed, "writing to the peer failed: " + e.Message, e);
        }
        catch (Exception e)
        {
            EndByBug(e);
        }
    }

    private async Task ReadAsync()
    {
        PipeReader pipe = PipeReader.Create(
            _input,
            new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true)
        );
        var frames = new FrameReader(pipe, _options);
        try
        {
            while (!_ended.Task.IsCompleted)
            {
                Frame frame = await frames.ReadAsync(_stopping.Token);
                switch (frame.Kind)
                {
                    case FrameKind.Message:
                        await TakeAsync(MessageParser.Parse(frame.Body, _options.MaxDepth));
                        break;
                    case FrameKind.TooLarge:
                        Send(MessageWriter.Error(default, JsonRpcErrorCodes.InvalidRequest, frame.Problem));
                        break;
                    case FrameKind.Lost:
                        Send(MessageWriter.Error(default, JsonRpcErrorCodes.ParseError, frame.Problem));
                        End(JsonRpcConnectionEnd.FramingLost, frame.Problem);
                        return;
                    case FrameKind.Truncated:
                        End(JsonRpcConnectionEnd.Truncated, frame.Problem);
                        return;
                    default:
                        End(JsonRpcConnectionEnd.PeerClosed, "the peer closed the connection");
                        return;
                }
            }
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            End(JsonRpcConnectionEnd.TransportFailed, "reading from the peer failed: " + e.Message, e);
        }
        catch (Exception e)
        {
            EndByBug(e);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private ValueTask TakeAsync(Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Request:
                TakeRequest(new IncomingRequest(message.Id, message.Method, message.Payload, this));
                break;
            case MessageKind.Notification when message.Method == _options.CancelMethod:
                TakeCancel(message.Payload);
                break;
            case MessageKind.Notification:
                return TakeNotificationAsync(new IncomingNotification(message.Method, message.Payload, this));
            case MessageKind.Result:
                if (_calls.TryTake(message.Id, out TaskCompletionSource<ReadOnlyMemory<byte>>? call))
                    call.TrySetResult(message.Payload);
                break;
            case MessageKind.Error:
                if (_calls.TryTake(message.Id, out TaskCompletionSource<ReadOnlyMemory<byte>>? failed))
                    failed.TrySetException(ErrorPayload.Read(message.Payload));
                break;
            default:
                Send(MessageWriter.Error(message.Id, message.Code, message.Method));
                break;
        }
        return ValueTask.CompletedTask;
    }

    private void TakeRequest(IncomingRequest request)
    {
        switch (_running.TryAdd(request.Id, out CancellationToken token))
        {
            case RunningRequests.AddOutcome.Added:
                _ = AnswerAsync(request, token);
                break;
            case RunningRequests.AddOutcome.Duplicate:
                // With the id in the answer it would pass for the answer to the first request.
                Send(
                    MessageWriter.Error(
                        default,
                        JsonRpcErrorCodes.InvalidRequest,
                        $"the id {request.Id} is already in use by a running request"
                    )
                );
                break;
            default:
                Send(
                    MessageWriter.Error(
                        request.Id,
                        _options.BusyCode,
                        $"{_options.MaxConcurrentRequests} requests are already running on this connection"
                    )
                );
                break;
        }
    }

    private async Task AnswerAsync(IncomingRequest request, CancellationToken token)
    {
        byte[] frame;
        try
        {
            frame = MessageWriter.Result(request.Id, await _dispatcher.DispatchAsync(request, token));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            frame = MessageWriter.Error(request.Id, JsonRpcErrorCodes.RequestCancelled, "the request was cancelled");
        }
        catch (JsonRpcException e)
        {
            frame = MessageWriter.Error(request.Id, e.Code, e.Message, e.ErrorData);
        }
        catch (Exception e)
        {
            _options.OnFault?.Invoke(request.Method, e);
            frame = MessageWriter.Error(request.Id, JsonRpcErrorCodes.InternalError, "internal error");
        }
        // In this order: the peer may use the id again as soon as it has the answer.
        _running.Remove(request.Id);
        Send(frame);
        _running.Answered();
    }

    private async ValueTask TakeNotificationAsync(IncomingNotification notification)
    {
        // A notification cannot be refused, so the peer waits when too many are under way.
        await _notificationSlots.WaitAsync(_stopping.Token);
        _ = HandOverAsync(notification);
    }

    private async Task HandOverAsync(IncomingNotification notification)
    {
        try
        {
            await _dispatcher.NotifyAsync(notification, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The connection is over; there is nobody to tell.
        }
        catch (Exception e)
        {
            _options.OnFault?.Invoke(notification.Method, e);
        }
        finally
        {
            _notificationSlots.Release();
        }
    }

    private void TakeCancel(ReadOnlyMemory<byte> payload)
    {
        if (CancelPayload.Read(payload) is { IsNull: false } id)
            _ = _running.CancelAsync(id);
    }

    private bool Send(byte[] frame)
    {
        if (_outgoing.TryEnqueue(frame))
            return true;
        if (_outgoing.IsFull)
            End(JsonRpcConnectionEnd.PeerTooSlow, "the peer does not read its messages");
        return false;
    }

    private void End(JsonRpcConnectionEnd reason, string message, Exception? inner = null) =>
        _ended.TrySetResult(new JsonRpcConnectionException(reason, message, inner));

    // A loop that dies of a bug must not leave a connection that looks alive.
    private void EndByBug(Exception bug)
    {
        _options.OnFault?.Invoke("connection", bug);
        End(JsonRpcConnectionEnd.TransportFailed, "internal error in the connection", bug);
    }

    private static bool IsTransportFailure(Exception e) =>
        e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
