using System.Buffers.Binary;
using System.Text;

namespace GptOssDev.Tests.Integration.Llama;

/// <summary>Damages the header of a model file in the ways that disks, downloads and people do. A case's number decides all.</summary>
internal sealed class HeaderMutator(byte[] original, int headerLength)
{
    private static readonly ulong[] _numbers =
    [
        0,
        1,
        2,
        3,
        7,
        32,
        33,
        64,
        128,
        255,
        256,
        512,
        1024,
        65_535,
        0x7FFF_FFFF,
        0x8000_0000,
        0xFFFF_FFFF,
        0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF,
        0x8000_0000_0000_0000,
        0xFFFF_FFFF_FFFF_FFFF,
        0xFFFF_FFFF_FFFF_FFE0,
        0x3F80_0000,
        0x7FC0_0000,
        0xFF80_0000,
    ];

    private readonly List<int> _values = FindValues(original, headerLength);

    internal const int Kinds = 7;

    /// <summary>The damaged file: its bytes, and how many of them there are.</summary>
    internal (byte[] Bytes, int Length) Mutate(int number)
    {
        var random = new Random(number);
        var bytes = (byte[])original.Clone();
        var length = bytes.Length;
        switch (number % Kinds)
        {
            case 0:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    bytes[random.Next(headerLength)] ^= (byte)(1 << random.Next(8));
                }

                break;
            case 1:
                length = random.Next(2) == 0 ? random.Next(headerLength) : random.Next(bytes.Length);
                break;
            case 2:
                WriteNumber(bytes, random.Next(headerLength - 8), 8, Number(random));
                break;
            case 3:
                WriteNumber(bytes, random.Next(headerLength - 8), 4, Number(random));
                break;
            case 4:
                CopySlice(bytes, random);
                break;
            case 5:
                WriteNumber(bytes, _values[random.Next(_values.Count)], 4, Number(random));
                break;
            default:
                // The end of the header is the tensor table: moved offsets make tensors overlap or leave the file.
                WriteNumber(
                    bytes,
                    headerLength - random.Next(8, Math.Min(2400, headerLength)),
                    8,
                    (ulong)random.Next(4096) * 32
                );
                break;
        }

        return (bytes, length);
    }

    private static ulong Number(Random random) =>
        random.Next(4) == 0 ? (ulong)random.NextInt64() >> random.Next(64) : _numbers[random.Next(_numbers.Length)];

    private static void WriteNumber(byte[] bytes, int at, int size, ulong value)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number[..size].CopyTo(bytes.AsSpan(at));
    }

    private void CopySlice(byte[] bytes, Random random)
    {
        var length = random.Next(1, 80);
        var from = random.Next(headerLength - length);
        var to = random.Next(headerLength - length);
        original.AsSpan(from, length).CopyTo(bytes.AsSpan(to));
    }

    // The scalar values, and the kinds before them, of the keys that shape the model.
    private static List<int> FindValues(byte[] bytes, int headerLength)
    {
        var values = new List<int>();
        foreach (var prefix in new[] { "gpt-oss.", "tokenizer.ggml.", "split." })
        {
            var key = Encoding.ASCII.GetBytes(prefix);
            for (var at = 8; at < headerLength; at++)
            {
                if (bytes.AsSpan(at).StartsWith(key))
                {
                    var end = at + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at - 8));
                    values.AddRange([end, end + 4, end + 4, end + 4]);
                }
            }
        }

        return values;
    }
}
