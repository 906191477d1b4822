namespace GptOssDev.Cli;

/// <summary>
/// Standard error as a stream that drops what nobody can read: when it is closed or full, nowhere is left to tell so, and
/// the command goes on. Any thread that may use the stream below.
/// </summary>
internal sealed class ErrorStream(Stream below) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            below.Write(buffer);
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // See above.
        }
    }

    public override void Flush()
    {
        // What is below does not buffer.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
