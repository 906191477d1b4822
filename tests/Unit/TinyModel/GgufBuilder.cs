using System.Text;

namespace GptOssDev.Tests.TinyModel;

/// <summary>Writes the GGUF format: header, metadata, tensor table, padded data.</summary>
public sealed class GgufBuilder
{
    public const int Alignment = 32;

    private readonly List<(string Key, Action<BinaryWriter> Write)> _metadata = [];
    private readonly List<(string Name, uint Type, long[] Shape, byte[] Data)> _tensors = [];

    public int TensorCount => _tensors.Count;

    public void Add(string key, uint value) => Scalar(key, 4, w => w.Write(value));

    public void Add(string key, int value) => Scalar(key, 5, w => w.Write(value));

    public void Add(string key, ushort value) => Scalar(key, 2, w => w.Write(value));

    public void Add(string key, float value) => Scalar(key, 6, w => w.Write(value));

    public void Add(string key, bool value) => Scalar(key, 7, w => w.Write(value));

    public void Add(string key, string value) => Scalar(key, 8, w => Text(w, value));

    public void Add(string key, IReadOnlyList<string> values) =>
        Scalar(
            key,
            9,
            w =>
            {
                w.Write(8u);
                w.Write((ulong)values.Count);
                foreach (var value in values)
                {
                    Text(w, value);
                }
            }
        );

    public void Add(string key, IReadOnlyList<int> values) =>
        Scalar(
            key,
            9,
            w =>
            {
                w.Write(5u);
                w.Write((ulong)values.Count);
                foreach (var value in values)
                {
                    w.Write(value);
                }
            }
        );

    public void Tensor(string name, uint type, long[] shape, byte[] data) => _tensors.Add((name, type, shape, data));

    public byte[] Build()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach (var (key, write) in _metadata)
        {
            Text(writer, key);
            write(writer);
        }

        var offset = 0L;
        foreach (var (name, type, shape, data) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)shape.Length);
            foreach (var size in shape)
            {
                writer.Write(size);
            }

            writer.Write(type);
            writer.Write(offset);
            offset += Padded(data.Length);
        }

        foreach (var (_, _, _, data) in _tensors)
        {
            Pad(writer);
            writer.Write(data);
        }

        Pad(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private void Scalar(string key, uint type, Action<BinaryWriter> write) =>
        _metadata.Add(
            (
                key,
                w =>
                {
                    w.Write(type);
                    write(w);
                }
            )
        );

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[Padded(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
