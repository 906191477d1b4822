namespace GptOssDev.Rpc.Framing;

/// <summary>
/// Cuts a byte stream into frames. One caller at a time. A body above the limit is reported before it is skipped (at the next
/// read, in pieces), so that the peer gets its answer at once and the body never takes memory. A body takes memory as its bytes
/// come, not as its header announces them.
/// </summary>
internal sealed class FrameReader(Stream input, RpcOptions options)
{
    private const int PieceBytes = 16 * 1024;
    private readonly byte[] _buffer = new byte[Math.Max(PieceBytes, options.MaxHeaderBytes)];
    private int _start;
    private int _end;
    private long _toSkip;

    private int Buffered => _end - _start;

    public async Task<Frame> ReadAsync(CancellationToken cancellationToken)
    {
        while (_toSkip > 0)
        {
            var skipped = (int)Math.Min(_toSkip, Buffered);
            _start += skipped;
            _toSkip -= skipped;
            if (_toSkip > 0 && !await FillAsync(cancellationToken))
            {
                return Frame.Truncated;
            }
        }
        while (true)
        {
            if (FrameHeader.Parse(_buffer.AsSpan(_start, Buffered), options.MaxHeaderBytes) is { } header)
            {
                _start += header.Length;
                return header.Problem is { } problem
                    ? Frame.Failed(FrameKind.Lost, problem)
                    : await ReadBodyAsync(header.ContentLength, cancellationToken);
            }
            if (!await FillAsync(cancellationToken))
            {
                return Buffered == 0 ? Frame.End : Frame.Truncated;
            }
        }
    }

    private async ValueTask<Frame> ReadBodyAsync(long length, CancellationToken cancellationToken)
    {
        if (length > options.MaxBodyBytes)
        {
            var isSkipped = length <= options.MaxSkippedBytes;
            _toSkip = isSkipped ? length : 0;
            return Frame.Failed(
                isSkipped ? FrameKind.TooLarge : FrameKind.Lost,
                $"a message of {length} bytes is over the limit of {options.MaxBodyBytes} bytes"
            );
        }
        var count = (int)Math.Min(length, Buffered);
        var body = new byte[Math.Max(count, Math.Min(length, PieceBytes))];
        _buffer.AsSpan(_start, count).CopyTo(body);
        _start += count;
        while (count < length)
        {
            if (count == body.Length)
            {
                Array.Resize(ref body, (int)Math.Min(length, 2L * count));
            }
            var read = await input.ReadAsync(body.AsMemory(count), cancellationToken);
            if (read == 0)
            {
                return Frame.Truncated;
            }
            count += read;
        }
        return Frame.Message(body);
    }

    /// <summary>False at the end of the input.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, Buffered).CopyTo(_buffer);
        (_start, _end) = (0, Buffered);
        var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
