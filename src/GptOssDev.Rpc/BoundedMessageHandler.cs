using System.Buffers;
using System.Globalization;
using System.Text;
using GptOssDev.Rpc.Framing;
using GptOssDev.Rpc.Messages;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace GptOssDev.Rpc;

/// <summary>
/// Messages with <c>Content-Length</c> framing over a pair of streams, within the bounds of <see cref="RpcOptions"/>. What
/// StreamJsonRpc would end the connection for (a malformed message, an id in use, an answer to nothing) is answered or dropped
/// here. At the end of the connection the peer's requests are cancelled and answered before StreamJsonRpc sees the end.
/// </summary>
internal sealed class BoundedMessageHandler : MessageHandlerBase
{
    private const string CancelMethod = "$/cancelRequest";
    private readonly RpcOptions _options;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly FrameReader _frames;
    private readonly OutgoingQueue _outgoing;
    private readonly PendingRequests _open;
    private readonly SemaphoreSlim _notificationSlots;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _closing = new();
    private RpcConnectionException? _end;
    private Queue<RequestId>? _toCancel;
    private Task _writing = Task.CompletedTask;

    public BoundedMessageHandler(Stream input, Stream output, IJsonRpcMessageFormatter formatter, RpcOptions options)
        : base(formatter)
    {
        _options = options;
        _input = input;
        _output = output;
        _frames = new FrameReader(input, options);
        _outgoing = new OutgoingQueue(output, options);
        _open = new PendingRequests(options.MaxConcurrentRequests);
        _notificationSlots = new SemaphoreSlim(options.MaxConcurrentRequests);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>The peer that calls come from. Set before the first message.</summary>
    public required IRpcPeer Peer { get; init; }

    /// <summary>Why the connection ends; null while it does not.</summary>
    public RpcConnectionException? Reason => Volatile.Read(ref _end);

    /// <summary>Cancelled when the streams close.</summary>
    public CancellationToken Closing => _closing.Token;

    public void StartWriting() => _writing = WriteQueueAsync();

    /// <summary>Begins the end of the connection; the first reason counts.</summary>
    public void End(RpcConnectionEnd reason, string message, Exception? inner = null)
    {
        if (Interlocked.CompareExchange(ref _end, new RpcConnectionException(reason, message, inner), null) is null)
        {
            _ending.Cancel();
        }
    }

    /// <summary>A bug of this side must not leave a connection that looks alive.</summary>
    public void EndByBug(Exception bug)
    {
        if (Reason is null)
        {
            _options.OnFault?.Invoke("connection", bug);
            End(RpcConnectionEnd.InternalError, "internal error in the connection", bug);
        }
    }

    /// <summary>A notification has been handled.</summary>
    public void ReleaseNotification() => _notificationSlots.Release();

    /// <summary>Closes the streams.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _input.DisposeAsync();
        try
        {
            await _output.DisposeAsync();
        }
        catch (IOException)
        {
            // Closing flushes; a peer that is gone takes no more bytes.
        }
    }

    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (Reason is null)
        {
            try
            {
                // Some streams ignore cancellation: their read is left behind and ends when they are closed.
                var frame = await _frames.ReadAsync(_ending.Token).WaitAsync(_ending.Token);
                if (await TakeAsync(frame) is { } message)
                {
                    return message;
                }
            }
            catch (OperationCanceledException) when (Reason is not null)
            {
                // The end interrupts a read.
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                End(RpcConnectionEnd.TransportFailed, "reading from the peer failed: " + e.Message, e);
            }
            catch (Exception e)
            {
                EndByBug(e);
            }
        }
        _toCancel ??= _open.Received();
        if (_toCancel.TryDequeue(out var id))
        {
            return CancelMessage(id);
        }
        await DrainAsync();
        return null;
    }

    protected override ValueTask WriteCoreAsync(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        var frame = FrameOf(content);
        var isAnswer = false;
        switch (content)
        {
            case JsonRpcRequest request when request.IsResponseExpected:
                _open.AddSent(request.RequestId);
                break;
            // Before it is sent: the peer may use the id again as soon as it has the answer.
            case JsonRpcResult result:
                isAnswer = _open.RemoveReceived(result.RequestId);
                break;
            case JsonRpcError error and not Refusal:
                isAnswer = _open.RemoveReceived(error.RequestId);
                break;
        }
        var isQueued = _outgoing.TryEnqueue(frame);
        if (isAnswer)
        {
            _open.Answered();
        }
        if (!isQueued)
        {
            if (_outgoing.IsFull)
            {
                End(RpcConnectionEnd.PeerTooSlow, "the peer does not read its messages");
            }
            // An answer is dropped; a call has to fail.
            ObjectDisposedException.ThrowIf(content is JsonRpcRequest, this);
        }
        return ValueTask.CompletedTask;
    }

    protected override ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private async ValueTask<JsonRpcMessage?> TakeAsync(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Message:
                return await TakeAsync(Envelope.Read(frame.Body, _options.MaxDepth));
            case FrameKind.TooLarge:
                return await RefuseAsync(RequestId.Null, RpcErrorCodes.InvalidRequest, frame.Problem);
            case FrameKind.Lost:
                await RefuseAsync(RequestId.Null, RpcErrorCodes.ParseError, frame.Problem);
                End(RpcConnectionEnd.FramingLost, frame.Problem);
                return null;
            case FrameKind.Truncated:
                End(RpcConnectionEnd.Truncated, frame.Problem);
                return null;
            default:
                End(RpcConnectionEnd.PeerClosed, "the peer closed the connection");
                return null;
        }
    }

    private async ValueTask<JsonRpcMessage?> TakeAsync(Envelope envelope)
    {
        switch (envelope.Kind)
        {
            case EnvelopeKind.Request:
                return await TakeRequestAsync(envelope);
            case EnvelopeKind.Notification when envelope.Method == CancelMethod:
                var cancelled = CancelPayload.Read(envelope.Payload);
                return cancelled.IsNull ? null : CancelMessage(cancelled);
            case EnvelopeKind.Notification:
                // A notification cannot be refused, so the peer waits when too many run.
                await _notificationSlots.WaitAsync(_ending.Token);
                return CallMessageOf(envelope);
            case EnvelopeKind.Result:
                return _open.RemoveSent(envelope.Id)
                    ? new JsonRpcResult { RequestId = envelope.Id, Result = new RawJson(envelope.Payload) }
                    : null;
            case EnvelopeKind.Error:
                return _open.RemoveSent(envelope.Id)
                    ? new JsonRpcError { RequestId = envelope.Id, Error = ErrorPayload.Read(envelope.Payload) }
                    : null;
            default:
                return await RefuseAsync(envelope.Id, envelope.Code, envelope.Problem);
        }
    }

    private async ValueTask<JsonRpcMessage?> TakeRequestAsync(Envelope request) =>
        _open.AddReceived(request.Id) switch
        {
            PendingRequests.AddOutcome.Added => CallMessageOf(request),
            // With the id in the answer it would pass for the answer to the first request.
            PendingRequests.AddOutcome.Duplicate => await RefuseAsync(
                RequestId.Null,
                RpcErrorCodes.InvalidRequest,
                $"the id {request.Id} is already in use by a running request"
            ),
            _ => await RefuseAsync(
                request.Id,
                _options.BusyCode,
                $"{_options.MaxConcurrentRequests} requests are already running on this connection"
            ),
        };

    private CallMessage CallMessageOf(Envelope envelope) =>
        new(envelope.Id, new IncomingCall(envelope.Method, envelope.Payload, Peer));

    private static JsonRpcRequest CancelMessage(RequestId id) =>
        new()
        {
            Method = CancelMethod,
            NamedArguments = new Dictionary<string, object?> { ["id"] = id },
        };

    private async ValueTask<JsonRpcMessage?> RefuseAsync(RequestId id, int code, string problem)
    {
        await WriteAsync(
            new Refusal { RequestId = id, Error = ErrorPayload.Detail(code, problem) },
            CancellationToken.None
        );
        return null;
    }

    private async Task DrainAsync()
    {
        // Twice the same bound: first for the handlers to see the cancellation, then for their answers to leave.
        await WithinAsync(_open.AllAnsweredAsync());
        _outgoing.Complete();
        await WithinAsync(_writing);
    }

    private Task<Task> WithinAsync(Task task) =>
        Task.WhenAny(task, Task.Delay(_options.CloseTimeout, _options.Time, _closing.Token));

    private async Task WriteQueueAsync()
    {
        try
        {
            await _outgoing.RunAsync(_closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The peer did not take the last bytes in time.
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            End(RpcConnectionEnd.TransportFailed, "writing to the peer failed: " + e.Message, e);
        }
        catch (Exception e)
        {
            EndByBug(e);
        }
    }

    private byte[] FrameOf(JsonRpcMessage message)
    {
        var body = new ArrayBufferWriter<byte>(512);
        Formatter.Serialize(body, message);
        var header = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.WrittenCount}\r\n\r\n");
        var frame = new byte[header.Length + body.WrittenCount];
        Encoding.ASCII.GetBytes(header, frame);
        body.WrittenSpan.CopyTo(frame.AsSpan(header.Length));
        return frame;
    }

    /// <summary>An error that answers none of the running requests, whatever id it carries.</summary>
    private sealed class Refusal : JsonRpcError;
}
