using System.Text;
using System.Text.Unicode;

namespace GptOssDev.Llama.Gguf;

/// <summary>Reads the metadata of a header. Keeps the elements of the two arrays we need and walks over the others.</summary>
internal sealed class GgufMetadataReader(GgufCursor cursor)
{
    internal const int MaxKeys = 1 << 12;
    internal const string TokensKey = "tokenizer.ggml.tokens";
    internal const string TokenTypesKey = "tokenizer.ggml.token_type";

    private const int MaxKeyBytes = 256;
    private const int MaxTextBytes = 1 << 24;
    private const int MaxElements = 1 << 23;
    private const int MaxTokenBytes = 1 << 16;

    internal Dictionary<string, GgufValue> Read(int count)
    {
        var metadata = new Dictionary<string, GgufValue>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var key = ReadKey(i);
            if (!metadata.TryAdd(key, ReadValue(key)))
            {
                throw GgufReader.Corrupt(cursor.Path, $"has the key {key} twice");
            }
        }

        return metadata;
    }

    private string ReadKey(int index)
    {
        var length = cursor.UInt64();
        if (length is 0 or > MaxKeyBytes)
        {
            throw GgufReader.Corrupt(cursor.Path, $"has a key of {length} bytes at {index}");
        }

        // A zero byte would end the key early for the native side, which then sees other keys than we do.
        var bytes = cursor.Take((int)length);
        return bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)
            ? throw GgufReader.Corrupt(cursor.Path, $"has unreadable bytes in key {index}")
            : Encoding.ASCII.GetString(bytes);
    }

    private GgufValue ReadValue(string key)
    {
        var type = (GgufValueType)cursor.UInt32();
        return type switch
        {
            GgufValueType.Text => new(type, 0, ReadText(key), null),
            GgufValueType.Array => new(type, 0, null, ReadArray(key)),
            _ => new(type, ReadBits(type, key), null, null),
        };
    }

    private ulong ReadBits(GgufValueType type, string key) =>
        ElementBytes(type, key) switch
        {
            1 => cursor.Byte(),
            2 => cursor.UInt16(),
            4 => cursor.UInt32(),
            _ => cursor.UInt64(),
        };

    private string ReadText(string key)
    {
        var bytes = cursor.Take(ReadLength(key, MaxTextBytes));
        return bytes.Contains((byte)0)
            ? throw GgufReader.Corrupt(cursor.Path, $"has a zero byte in the text of {key}")
            : Encoding.UTF8.GetString(bytes);
    }

    private int ReadLength(string key, int limit)
    {
        var length = cursor.UInt64();
        if (length > (ulong)limit)
        {
            throw GgufReader.Corrupt(cursor.Path, $"has a text of {length} bytes in {key}");
        }

        return length <= (ulong)cursor.Remaining ? (int)length : throw cursor.Truncated();
    }

    private GgufArray ReadArray(string key)
    {
        var type = (GgufValueType)cursor.UInt32();
        var length = cursor.UInt64();
        if (length > MaxElements)
        {
            throw GgufReader.Corrupt(cursor.Path, $"has an array of {length} elements in {key}");
        }

        var count = (int)length;
        var least = (long)count * (type == GgufValueType.Text ? sizeof(ulong) : ElementBytes(type, key));
        if (least > cursor.Remaining)
        {
            throw cursor.Truncated();
        }

        if (type == GgufValueType.Text)
        {
            return new(type, count, ReadTexts(key, count), null);
        }

        if (key == TokenTypesKey && type == GgufValueType.Int32)
        {
            return new(type, count, null, ReadIntegers(count));
        }

        cursor.Skip(least);
        return new(type, count, null, null);
    }

    private GgufTexts? ReadTexts(string key, int count)
    {
        if (key != TokensKey)
        {
            for (var i = 0; i < count; i++)
            {
                cursor.Skip(ReadLength(key, MaxTextBytes));
            }

            return null;
        }

        var texts = new GgufTexts(count);
        for (var i = 0; i < count; i++)
        {
            var bytes = cursor.Take(ReadLength(key, MaxTokenBytes));
            if (bytes.Contains((byte)0) || !Utf8.IsValid(bytes))
            {
                throw GgufReader.Corrupt(cursor.Path, $"has token {i} that is no text");
            }

            bytes.CopyTo(texts.Next(bytes.Length));
        }

        return texts;
    }

    private int[] ReadIntegers(int count)
    {
        var integers = new int[count];
        for (var i = 0; i < count; i++)
        {
            integers[i] = (int)cursor.UInt32();
        }

        return integers;
    }

    private int ElementBytes(GgufValueType type, string key) =>
        type switch
        {
            GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
            GgufValueType.UInt16 or GgufValueType.Int16 => 2,
            GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
            GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
            _ => throw GgufReader.Corrupt(cursor.Path, $"has the unknown kind {(uint)type} for {key}"),
        };
}
