using System.Threading.Channels;

namespace GptOssDev.Rpc;

/// <summary>
/// The frames that wait to be written, bounded in number and bytes. Any thread may enqueue; one task writes, so that frames
/// never mix. A full queue means that the peer does not read: it refuses and stays refused.
/// </summary>
internal sealed class OutgoingQueue(Stream output, RpcOptions options)
{
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private int _waiting;
    private long _waitingBytes;

    public bool IsFull { get; private set; }

    /// <summary>False when the queue is full or closed.</summary>
    public bool TryEnqueue(byte[] frame)
    {
        var count = Interlocked.Increment(ref _waiting);
        var bytes = Interlocked.Add(ref _waitingBytes, frame.Length);
        // One message may be longer than the limit: it is bounded by what made it.
        if (count > options.MaxQueuedMessages || (bytes > options.MaxQueuedBytes && count > 1))
        {
            IsFull = true;
            _frames.Writer.TryComplete();
            return false;
        }
        return _frames.Writer.TryWrite(frame);
    }

    /// <summary>No more frames; <see cref="RunAsync"/> ends when the last one is written.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Writes until completed. Throws what the stream throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _frames.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_frames.Reader.TryRead(out var frame))
            {
                await output.WriteAsync(frame, cancellationToken);
                Interlocked.Decrement(ref _waiting);
                Interlocked.Add(ref _waitingBytes, -frame.Length);
            }
            await output.FlushAsync(cancellationToken);
        }
    }
}
