using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace GptOssDev.Llama.Gguf;

/// <summary>
/// Reads a file forward through a window, and never past its end: whoever asks for more than is left gets
/// <see cref="LlamaFailure.Truncated"/>.
/// </summary>
internal sealed class GgufCursor(SafeFileHandle file, string path, long length)
{
    private byte[] _window = new byte[1 << 16];
    private long _fileOffset;
    private int _start;
    private int _end;

    internal string Path => path;

    internal long Length => length;

    /// <summary>Bytes from the file's start to the next byte read.</summary>
    internal long Position => _fileOffset - (_end - _start);

    internal long Remaining => length - Position;

    internal byte Byte() => Take(1)[0];

    internal ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>The next bytes; valid until the next read.</summary>
    internal ReadOnlySpan<byte> Take(int count)
    {
        if (_end - _start < count)
        {
            Fill(count);
        }

        var taken = _window.AsSpan(_start, count);
        _start += count;
        return taken;
    }

    internal void Skip(long count)
    {
        if (count > Remaining)
        {
            throw Truncated();
        }

        var buffered = _end - _start;
        if (count <= buffered)
        {
            _start += (int)count;
            return;
        }

        _fileOffset += count - buffered;
        _start = _end = 0;
    }

    internal LlamaException Truncated() =>
        new(LlamaFailure.Truncated, $"'{path}' ends in the middle of its header at byte {length}; download it again");

    private void Fill(int count)
    {
        if (count > Remaining)
        {
            throw Truncated();
        }

        var kept = _end - _start;
        if (count > _window.Length)
        {
            Array.Resize(ref _window, count);
        }

        _window.AsSpan(_start, kept).CopyTo(_window);
        _start = 0;
        _end = kept;
        while (_end < count)
        {
            var read = Read(_window.AsSpan(_end));
            if (read == 0)
            {
                throw Truncated();
            }

            _end += read;
            _fileOffset += read;
        }
    }

    private int Read(Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(file, destination, _fileOffset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new LlamaException(LlamaFailure.Unreadable, $"cannot read '{path}': {e.Message}", e);
        }
    }
}
