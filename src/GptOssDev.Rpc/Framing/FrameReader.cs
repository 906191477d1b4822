using System.Buffers;
using System.IO.Pipelines;

namespace GptOssDev.Rpc.Framing;

/// <summary>
/// Cuts a byte stream into frames. Used by one reader at a time. A body past the limit is reported before it is skipped (at the
/// next read, in pieces), so that the peer hears about it at once and it never takes memory.
/// </summary>
internal sealed class FrameReader(PipeReader input, RpcOptions options)
{
    private long _toSkip;

    public async ValueTask<Frame> ReadAsync(CancellationToken cancellationToken)
    {
        if (_toSkip > 0 && !await SkipAsync(cancellationToken))
            return Frame.Truncated;
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (FrameHeader.Parse(buffer, options.MaxHeaderBytes) is { } header)
            {
                if (header.Problem is { } problem)
                {
                    input.AdvanceTo(buffer.End);
                    return Frame.Failed(FrameKind.Lost, problem);
                }
                input.AdvanceTo(header.End);
                return await ReadBodyAsync(header.ContentLength, cancellationToken);
            }
            if (read.IsCompleted)
            {
                bool clean = buffer.IsEmpty;
                input.AdvanceTo(buffer.End);
                return clean ? Frame.End : Frame.Truncated;
            }
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async ValueTask<Frame> ReadBodyAsync(long length, CancellationToken cancellationToken)
    {
        if (length > options.MaxSkippedBytes)
            return Frame.Failed(
                FrameKind.Lost,
                $"a message of {length} bytes is over the limit of {options.MaxBodyBytes} bytes"
            );
        if (length > options.MaxBodyBytes)
        {
            _toSkip = length;
            return Frame.Failed(
                FrameKind.TooLarge,
                $"a message of {length} bytes is over the limit of {options.MaxBodyBytes} bytes"
            );
        }
        if (length == 0)
            return Frame.Message([]);
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            if (buffer.Length >= length)
            {
                ReadOnlySequence<byte> body = buffer.Slice(0, length);
                byte[] bytes = body.ToArray();
                input.AdvanceTo(body.End);
                return Frame.Message(bytes);
            }
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return Frame.Truncated;
        }
    }

    private async ValueTask<bool> SkipAsync(CancellationToken cancellationToken)
    {
        while (_toSkip > 0)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            long take = Math.Min(_toSkip, buffer.Length);
            input.AdvanceTo(buffer.GetPosition(take));
            _toSkip -= take;
            if (_toSkip > 0 && read.IsCompleted)
                return false;
        }
        return true;
    }
}
