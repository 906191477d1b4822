using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Unit.Llama;

/// <summary>The header reader on its own: what it reads, what it refuses and why.</summary>
public sealed class GgufReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-gguf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Metadata_of_every_kind_is_read()
    {
        var gguf = new GgufBuilder();
        gguf.Add("a.u32", 7u);
        gguf.Add("a.i32", -7);
        gguf.Add("a.u16", (ushort)9);
        gguf.Add("a.f32", 1.5f);
        gguf.Add("a.bool", true);
        gguf.Add("a.text", "größer");
        gguf.Add("a.texts", ["x", ""]);
        gguf.Add("a.ints", [1, 2, 3]);
        gguf.Tensor("t", 0, [3, 2], new byte[24]);
        gguf.Tensor("u", 2, [64], new byte[36]);
        var file = GgufReader.Read(Write(gguf.Build()));
        var shown = file.Metadata.ToDictionary(m => m.Key, m => m.Value.Display(4));
        Assert.Equal("7", shown["a.u32"]);
        Assert.Equal("-7", shown["a.i32"]);
        Assert.Equal("9", shown["a.u16"]);
        Assert.Equal("1.5", shown["a.f32"]);
        Assert.Equal("true", shown["a.bool"]);
        Assert.Equal("größ…", shown["a.text"]);
        Assert.Equal("Text[2]", shown["a.texts"]);
        Assert.Equal("Int32[3]", shown["a.ints"]);
        Assert.Equal(
            [("t", "F32", 24, 0), ("u", "Q4_0", 36, 32)],
            file.Tensors.Select(t => (t.Name, t.Type.Name, t.Bytes, t.Offset))
        );
    }

    [Fact]
    public void Paths_that_are_no_files_are_named_as_what_they_are()
    {
        Assert.Equal(LlamaFailure.NotFound, Refuse(Path.Combine(_folder, "none.gguf")));
        Assert.Equal(LlamaFailure.NotFound, Refuse(Path.Combine(_folder, "no", "folder.gguf")));
        Assert.Equal(LlamaFailure.NotAFile, Refuse(_folder));
        Assert.Equal(LlamaFailure.Empty, Refuse(Write([])));
        Assert.Equal(LlamaFailure.NotGguf, Refuse(Write("GG"u8.ToArray())));
        Assert.Equal(LlamaFailure.NotGguf, Refuse(Write("#!/bin/sh\necho hello"u8.ToArray())));
        Assert.Equal(LlamaFailure.Unreadable, Refuse("bad\0path"));
    }

    [Fact]
    public void Symbolic_links_are_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links need a privilege here");
        }

        var link = Path.Combine(_folder, "link.gguf");
        File.CreateSymbolicLink(link, Write(new GgufBuilder().Build()));
        Assert.Empty(GgufReader.Read(link).Tensors);
        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_folder, "gone.gguf"));
        Assert.Equal(LlamaFailure.NotFound, Refuse(link));
        File.Delete(link);
        File.CreateSymbolicLink(link, "/dev/zero");
        Assert.Equal(LlamaFailure.Empty, Refuse(link));
    }

    [Theory]
    [InlineData(1u, "version 1")]
    [InlineData(4u, "version 4")]
    [InlineData(0x0300_0000u, "byte order")]
    public void Other_versions_are_refused(uint version, string expected)
    {
        var bytes = new GgufBuilder().Build();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), version);
        var e = Assert.Throws<LlamaException>(() => GgufReader.Read(Write(bytes)));
        Assert.Equal(LlamaFailure.UnsupportedVersion, e.Reason);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, ulong.MaxValue)]
    [InlineData(16, ulong.MaxValue)]
    [InlineData(8, 1UL << 40)]
    [InlineData(16, 1UL << 31)]
    public void Huge_counts_are_refused_before_anything_is_allocated(int at, ulong count)
    {
        var bytes = new GgufBuilder().Build();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), count);
        var path = Write(bytes);
        Assert.Equal(LlamaFailure.Corrupt, Refuse(path));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(path);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Tables_that_contradict_themselves_are_refused()
    {
        static void Add(GgufBuilder g, string name, uint type, int bytes, params long[] shape) =>
            g.Tensor(name, type, shape, new byte[bytes]);

        Refuses("has the key k twice", g => g.Add("k", 1u), g => g.Add("k", 2u));
        Refuses("tensor t twice", g => Add(g, "t", 0, 4, 1), g => Add(g, "t", 0, 4, 1));
        Refuses("unreadable", g => g.Add("a\0b", 1u));
        Refuses("unreadable", g => Add(g, "a b", 0, 4, 1));
        Refuses("name of 64 bytes", g => Add(g, new string('x', 64), 0, 4, 1));
        Refuses("alignment", g => g.Add("general.alignment", 48u));
        Refuses("alignment", g => g.Add("general.alignment", 1u));
        Refuses("rows of 33", g => Add(g, "t", 2, 36, 33));
        Refuses("format 4", g => Add(g, "t", 4, 32, 32));
        Refuses("5 dimensions", g => Add(g, "t", 0, 4, 1, 1, 1, 1, 1));
        Refuses("dimension of", g => Add(g, "t", 0, 4, 1L << 40, 1L << 40));
        Refuses("overlap", g => Add(g, "t", 0, 4, 9), g => Add(g, "u", 0, 64, 16));
        Refuses("ends before", g => Add(g, "t", 0, 4, 100));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = TinyGptOss.Build(
            new()
            {
                Hidden = 32,
                FeedForward = 32,
                Layers = 2,
            }
        )[0];
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var length = random.Next(4, i < 200 ? 12_000 : bytes.Length - 32);
            Assert.Equal(LlamaFailure.Truncated, Refuse(Write(bytes[..length])));
        }
    }

    [Fact]
    public void Random_bytes_after_the_magic_give_one_line_and_no_other_exception()
    {
        Prop.ForAll<byte[]>(tail =>
            {
                byte[] bytes = [.. "GGUF"u8, 3, 0, 0, 0, .. tail];
                try
                {
                    GgufModelCheck.Check(Write(bytes));
                    return false;
                }
                catch (LlamaException e)
                {
                    return !e.Message.Any(char.IsControl);
                }
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Flipped_bits_in_a_sound_file_give_a_verdict()
    {
        var sound = TinyGptOss.Build(new() { Hidden = 32, FeedForward = 32 })[0];
        var gen = Gen.Choose(0, 12_000 * 8).ListOf(3);
        Prop.ForAll(
                gen.ToArbitrary(),
                bits =>
                {
                    var bytes = (byte[])sound.Clone();
                    foreach (var bit in bits)
                    {
                        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                    }

                    try
                    {
                        return GgufModelCheck.Check(Write(bytes)).LayerCount is >= 1 and <= 512;
                    }
                    catch (LlamaException e)
                    {
                        return e.Message.Length > 0;
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Equal_texts_are_found_among_many()
    {
        var texts = new GgufTexts(5000);
        for (var i = 0; i < 5000; i++)
        {
            var text = Encoding.UTF8.GetBytes(i == 4321 ? "token-17" : $"token-{i}");
            text.CopyTo(texts.Next(text.Length));
        }

        Assert.Equal(4321, texts.FindDuplicate());
        Assert.Equal(17, texts.IndexOf("token-17"u8));
        Assert.Equal(-1, texts.IndexOf("token-4321"u8));
        Assert.Equal(-1, new GgufTexts(0).FindDuplicate());
    }

    private void Refuses(string expected, params Action<GgufBuilder>[] build)
    {
        var gguf = new GgufBuilder();
        Array.ForEach(build, b => b(gguf));
        var e = Assert.Throws<LlamaException>(() => GgufReader.Read(Write(gguf.Build())));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    private static LlamaFailure Refuse(string path) =>
        Assert.Throws<LlamaException>(() => GgufReader.Read(path)).Reason;

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder, "file.gguf");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
