using System.Buffers.Binary;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Tells whether a Linux library has all its bytes. The system's loader maps a cut one without complaint and the
/// process ends at the first missing page, so a half-finished download must be seen before.
/// </summary>
internal static class ElfFile
{
    private const int HeaderBytes = 64;

    /// <summary>False for a 64-bit ELF file that ends before its section table, which linkers put last.</summary>
    internal static bool IsWhole(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (RandomAccess.Read(file, header, 0) < HeaderBytes || !header.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            // Not ours to judge: the loader says in words what is wrong with it.
            return true;
        }

        var table = BinaryPrimitives.ReadUInt64LittleEndian(header[0x28..]);
        var entryBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3A..]);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3C..]);
        var length = (ulong)RandomAccess.GetLength(file);
        return table <= length && length - table >= (ulong)(entryBytes * entries);
    }
}
