using System.Text;
using Microsoft.Win32.SafeHandles;

namespace GptOssDev.Llama.Gguf;

/// <summary>
/// Reads the header of one GGUF file: magic, version, metadata, tensor table. Every count is bounded before anything
/// is allocated for it, every offset is checked against the file. It is stricter than the native reader where that
/// one would end the process.
/// </summary>
internal static class GgufReader
{
    private const uint Magic = 0x46554747;
    private const int MaxTensors = 1 << 14;

    internal static GgufFile Read(string path)
    {
        using var file = Open(path, out var length);
        var cursor = new GgufCursor(file, path, length);
        if (length < 4 || cursor.UInt32() != Magic)
        {
            throw new LlamaException(LlamaFailure.NotGguf, $"'{path}' is not a GGUF file");
        }

        CheckVersion(cursor.UInt32(), path);
        var tensorCount = cursor.UInt64();
        var keyCount = cursor.UInt64();
        if (tensorCount > MaxTensors || keyCount > GgufMetadataReader.MaxKeys)
        {
            throw Corrupt(path, $"promises {tensorCount} tensors and {keyCount} keys");
        }

        var metadata = new GgufMetadataReader(cursor).Read((int)keyCount);
        var alignment = Alignment(metadata, path);
        var tensors = ReadTensors(cursor, (int)tensorCount);
        CheckPlacement(tensors, cursor.Position, alignment, length, path);
        return new(path, length, metadata, tensors);
    }

    internal static LlamaException Corrupt(string path, string what) =>
        new(LlamaFailure.Corrupt, $"'{path}' is damaged: it {what}; download it again");

    private static SafeFileHandle Open(string path, out long length)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new LlamaException(LlamaFailure.NotAFile, $"'{path}' is a folder; name the .gguf file in it");
            }

            FileSystemInfo info = new FileInfo(path);
            info = info.LinkTarget is null ? info : info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            if (!info.Exists)
            {
                throw new LlamaException(LlamaFailure.NotFound, $"there is no file '{path}'");
            }

            // Pipes and devices have no length, and opening one could block for ever.
            length = ((FileInfo)info).Length;
            if (length == 0)
            {
                throw new LlamaException(LlamaFailure.Empty, $"'{path}' is empty");
            }

            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = RandomAccess.GetLength(file);
            return file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LlamaException(LlamaFailure.NotFound, $"there is no file '{path}'", e);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new LlamaException(LlamaFailure.Unreadable, $"cannot read '{path}': {e.Message}", e);
        }
    }

    private static void CheckVersion(uint version, string path)
    {
        if (version is not (2 or 3))
        {
            var what = (version & 0xFFFF) == 0 ? "has the other byte order" : $"is GGUF version {version}";
            throw new LlamaException(
                LlamaFailure.UnsupportedVersion,
                $"'{path}' {what}; versions 2 and 3 with the low byte first are read"
            );
        }
    }

    private static long Alignment(Dictionary<string, GgufValue> metadata, string path)
    {
        // The native CPU buffers need this alignment and end the process without it.
        const uint Smallest = 32;
        const uint Largest = 1 << 20;
        if (!metadata.TryGetValue("general.alignment", out var value))
        {
            return Smallest;
        }

        var alignment = (uint)value.Bits;
        return
            value.Type == GgufValueType.UInt32
            && alignment is >= Smallest and <= Largest
            && (alignment & (alignment - 1)) == 0
            ? alignment
            : throw Corrupt(path, $"has an alignment of {value.Display(32)}");
    }

    private static GgufTensor[] ReadTensors(GgufCursor cursor, int count)
    {
        var tensors = new GgufTensor[count];
        var names = new HashSet<string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            tensors[i] = ReadTensor(cursor, i);
            if (!names.Add(tensors[i].Name))
            {
                throw Corrupt(cursor.Path, $"has the tensor {tensors[i].Name} twice");
            }
        }

        return tensors;
    }

    private static GgufTensor ReadTensor(GgufCursor cursor, int index)
    {
        const int MaxName = 63;
        var nameLength = cursor.UInt64();
        if (nameLength is 0 or > MaxName)
        {
            throw Corrupt(cursor.Path, $"has a name of {nameLength} bytes for tensor {index}");
        }

        var bytes = cursor.Take((int)nameLength);
        if (bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
        {
            throw Corrupt(cursor.Path, $"has unreadable bytes in the name of tensor {index}");
        }

        var name = Encoding.ASCII.GetString(bytes);
        var shape = ReadShape(cursor, name);
        var typeId = cursor.UInt32();
        if (!GgufTensorType.All.TryGetValue(typeId, out var type))
        {
            throw Corrupt(cursor.Path, $"has the unknown number format {typeId} for tensor {name}");
        }

        if (shape.D0 % type.BlockNumbers != 0)
        {
            throw Corrupt(cursor.Path, $"has rows of {shape.D0} numbers in {type.Name} for tensor {name}");
        }

        var offset = cursor.UInt64();
        return offset <= (ulong)cursor.Length
            ? new(name, type, shape, (long)offset)
            : throw BeyondEnd(cursor.Path, name);
    }

    private static GgufShape ReadShape(GgufCursor cursor, string name)
    {
        // Keeps every product of sizes far from overflow, here and in the native code.
        const long MaxNumbers = 1L << 48;
        var dimensions = cursor.UInt32();
        if (dimensions is 0 or > 4)
        {
            throw Corrupt(cursor.Path, $"has {dimensions} dimensions for tensor {name}");
        }

        Span<long> sizes = [1, 1, 1, 1];
        var total = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            var size = cursor.UInt64();
            if (size == 0 || size > (ulong)(MaxNumbers / total))
            {
                throw Corrupt(cursor.Path, $"has a dimension of {size} for tensor {name}");
            }

            sizes[i] = (long)size;
            total *= sizes[i];
        }

        return new(sizes[0], sizes[1], sizes[2], sizes[3]);
    }

    // The format has no gaps and no order of its own: each tensor begins where the one before it ends, padded.
    private static void CheckPlacement(GgufTensor[] tensors, long headerEnd, long alignment, long length, string path)
    {
        var dataStart = Pad(headerEnd, alignment);
        var expected = 0L;
        foreach (var tensor in tensors)
        {
            if (tensor.Offset != expected)
            {
                throw Corrupt(
                    path,
                    $"has tensor {tensor.Name} at {tensor.Offset} where {expected} is due, so tensors overlap or leave a gap"
                );
            }

            if (dataStart + tensor.Offset + tensor.Bytes > length)
            {
                throw BeyondEnd(path, tensor.Name);
            }

            expected = Pad(expected + tensor.Bytes, alignment);
        }
    }

    private static LlamaException BeyondEnd(string path, string tensor) =>
        new(LlamaFailure.Truncated, $"'{path}' ends before its tensor {tensor}; download it again");

    private static long Pad(long value, long alignment) => (value + alignment - 1) & -alignment;
}
