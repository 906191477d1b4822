using System.Text;
using GptOssDev.Harmony.Parsing;
using Xunit;

namespace GptOssDev.Tests.Unit.Harmony;

public sealed class Utf8AssemblerTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("è vero, perché no? 💖 日本語 ‑ ́e")]
    public void Bytes_pushed_one_by_one_give_whole_characters(string text)
    {
        var assembler = new Utf8Assembler();
        var parts = Encoding.UTF8.GetBytes(text).Select(b => assembler.Push([b])).ToList();
        Assert.Equal(text, string.Concat(parts));
        Assert.DoesNotContain(parts, part => part.Length > 0 && char.IsLowSurrogate(part[0]));
        Assert.Empty(assembler.Flush());
    }

    [Fact]
    public void Unfinished_character_waits_and_becomes_one_replacement_when_flushed()
    {
        var assembler = new Utf8Assembler();
        Assert.Equal(" ", assembler.Push([0x20, 0xF0, 0x9F]));
        Assert.Equal("\uFFFD", assembler.Flush());
        Assert.Equal("Hi", assembler.Push("Hi"u8));
    }

    [Fact]
    public void Invalid_sequence_becomes_one_replacement_and_the_rest_follows_at_once()
    {
        Assert.Equal("\uFFFDXY", new Utf8Assembler().Push([0xF0, 0x9F, (byte)'X', (byte)'Y']));
    }

    [Fact]
    public void Invalid_sequence_with_one_error_per_push_holds_the_rest_back()
    {
        var assembler = new Utf8Assembler(oneErrorPerPush: true);
        Assert.Equal("\uFFFD", assembler.Push([0xF0, 0x9F, (byte)'X', (byte)'Y']));
        Assert.Equal("XYZ", assembler.Push("Z"u8));
    }

    [Fact]
    public void Random_bytes_give_what_the_framework_decodes()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            var assembler = new Utf8Assembler();
            var text = new StringBuilder();
            for (var at = 0; at < bytes.Length; )
            {
                var length = Math.Min(random.Next(1, 5), bytes.Length - at);
                text.Append(assembler.Push(bytes.AsSpan(at, length)));
                at += length;
            }
            Assert.Equal(Encoding.UTF8.GetString(bytes), text.Append(assembler.Flush()).ToString());
        }
    }
}
