using System.Buffers.Binary;
using GptOssDev.Llama.Native;
using Xunit;

namespace GptOssDev.Tests.Unit.Llama;

/// <summary>Whether a library file has all its bytes.</summary>
public sealed class ElfFileTests
{
    [Theory]
    [InlineData(1000, 2, 1128, true)]
    [InlineData(1000, 2, 1127, false)]
    [InlineData(1000, 2, 64, false)]
    [InlineData(-1, 0, 200, false)]
    [InlineData(0, 0, 64, true)]
    public void Library_is_whole_when_its_section_table_is_inside(long table, int entries, int length, bool whole)
    {
        var bytes = new byte[length];
        "\u007fELF\u0002\u0001"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(0x28), table);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3A), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x3C), (ushort)entries);
        Assert.Equal(whole, IsWhole(bytes));
    }

    [Fact]
    public void Files_that_are_no_libraries_are_left_to_the_loader()
    {
        Assert.True(IsWhole([]));
        Assert.True(IsWhole(new byte[100]));
    }

    private static bool IsWhole(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return ElfFile.IsWhole(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
