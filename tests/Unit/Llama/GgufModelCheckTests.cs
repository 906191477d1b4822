using System.Buffers.Binary;
using System.Text;
using GptOssDev.Llama;
using GptOssDev.Llama.Gguf;
using GptOssDev.Tests.TinyModel;
using Xunit;

namespace GptOssDev.Tests.Unit.Llama;

/// <summary>The decision whether a file is a gpt-oss model that the native loader may see.</summary>
public sealed class GgufModelCheckTests : IDisposable
{
    private static readonly TinyGptOssOptions _small = new()
    {
        Hidden = 32,
        FeedForward = 32,
        FillInTheMiddle = true,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Sound_model_is_described(int shards)
    {
        var path = TinyGptOss.Write(_folder, _small with { Shards = shards, Mxfp4Experts = true });
        var info = GgufModelCheck.Check(path);
        Assert.Equal(("gpt-oss", "tiny", "gpt2"), (info.Architecture, info.Name, info.TokenizerModel));
        Assert.Equal((2, 32, 512, 16), (info.LayerCount, info.EmbeddingLength, info.ContextLength, info.SlidingWindow));
        Assert.Equal((4, 2), (info.ExpertCount, info.ExpertsUsed));
        Assert.Equal(2 * 3, info.TensorTypes["MXFP4"]);
        Assert.Equal(info.TensorCount, info.TensorTypes.Values.Sum());
        Assert.Equal(shards, info.Files.Count);
        Assert.Equal(info.Files.Sum(f => new FileInfo(f).Length), info.FileBytes);
        Assert.True(info.HasHarmonyTokens && info.HasFillInTheMiddle);
        Assert.Equal("yarn", info.Metadata["gpt-oss.rope.scaling.type"]);
        Assert.DoesNotContain("tokenizer.ggml.tokens", info.Metadata.Keys);
    }

    [Fact]
    public void Other_models_are_refused_by_what_they_lack()
    {
        Assert.Equal(LlamaFailure.WrongArchitecture, Changed("gpt-oss", "gpt-osx", onlyFirst: true));
        Assert.Equal(LlamaFailure.MissingHarmonyTokens, Changed("<|constrain|>", "<|constraim|>"));
        Assert.Equal(LlamaFailure.UnsupportedTokenizer, Changed("gpt2", "bert"));
        Assert.Equal(LlamaFailure.UnsupportedTokenizer, Changed("gpt-4o", "other!"));
        Assert.Equal(LlamaFailure.UnsupportedTokenizer, Changed("tokenizer.ggml.merges", "tokenizer.ggml.murges"));
        Assert.Equal(LlamaFailure.UnsupportedTokenizer, Changed("ggml.token_type", "ggml.token_tipe"));
        Assert.Equal(LlamaFailure.Corrupt, Changed("publ", "void", onlyFirst: true));
        Assert.Equal(LlamaFailure.Corrupt, Changed("gpt-oss.block_count", "gpt-oss.block_ctunt"));
        Assert.Equal(LlamaFailure.Corrupt, Changed("blk.1.attn_sinks", "blk.1.attn_sinkz"));
        Assert.Equal(LlamaFailure.Corrupt, Changed("yarn", "warp"));
    }

    [Theory]
    [InlineData("gpt-oss.block_count", 3)]
    [InlineData("gpt-oss.block_count", 1)]
    [InlineData("gpt-oss.block_count", 0)]
    [InlineData("gpt-oss.embedding_length", 64)]
    [InlineData("gpt-oss.attention.head_count", 3)]
    [InlineData("gpt-oss.attention.key_length", 31)]
    [InlineData("gpt-oss.attention.value_length", 16)]
    [InlineData("gpt-oss.attention.sliding_window", 0)]
    [InlineData("gpt-oss.expert_count", 2000)]
    [InlineData("gpt-oss.expert_used_count", 5)]
    [InlineData("gpt-oss.expert_used_count", 0)]
    [InlineData("gpt-oss.rope.freq_base", 0)]
    [InlineData("gpt-oss.rope.scaling.factor", 0x7FC00000)]
    [InlineData("gpt-oss.attention.layer_norm_rms_epsilon", unchecked((int)0xBF800000))]
    public void Key_that_contradicts_the_tensors_or_the_graph_is_corrupt(string key, int value)
    {
        var bytes = TinyGptOss.Build(_small)[0];
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key)) + key.Length;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 4), value);
        Assert.Equal(LlamaFailure.Corrupt, Reason(bytes));
        // The same number as another kind: the native loader asks for exact kinds.
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), 5);
        Assert.Equal(LlamaFailure.Corrupt, Reason(bytes));
    }

    [Fact]
    public void Norm_in_another_format_and_byte_tokens_are_refused_since_the_native_side_would_abort()
    {
        var bytes = TinyGptOss.Build(_small)[0];
        var name = "output_norm.weight"u8;
        var type = bytes.AsSpan().IndexOf(name) + name.Length + 4 + 8;
        bytes[type] = 26;
        Assert.Equal(LlamaFailure.Corrupt, Reason(bytes));

        bytes = TinyGptOss.Build(_small)[0];
        var key = "tokenizer.ggml.token_type"u8;
        bytes[bytes.AsSpan().IndexOf(key) + key.Length + 4 + 4 + 8] = 6;
        Assert.Equal(LlamaFailure.Corrupt, Reason(bytes));
    }

    [Fact]
    public void Missing_part_is_named_and_a_later_part_is_sent_to_the_first()
    {
        var first = TinyGptOss.Write(_folder, _small with { Shards = 3 }, "m");
        var last = Path.Combine(_folder, "m-00003-of-00003.gguf");
        var e = Assert.Throws<LlamaException>(() => GgufModelCheck.Check(last));
        Assert.Contains("first part", e.Message, StringComparison.Ordinal);
        File.Delete(last);
        e = Assert.Throws<LlamaException>(() => GgufModelCheck.Check(first));
        Assert.Equal(LlamaFailure.MissingShard, e.Reason);
        Assert.Contains("m-00003-of-00003.gguf", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiny_models_of_equal_options_are_equal_and_of_other_seeds_are_not()
    {
        Assert.Equal(TinyGptOss.Build(_small)[0], TinyGptOss.Build(_small)[0]);
        Assert.NotEqual(TinyGptOss.Build(_small)[0], TinyGptOss.Build(_small with { Seed = 2 })[0]);
    }

    // Replaces a text by one of the same length, where it comes first or everywhere.
    private LlamaFailure? Changed(string from, string to, bool onlyFirst = false)
    {
        Assert.Equal(from.Length, to.Length);
        var bytes = TinyGptOss.Build(_small)[0];
        var text = Encoding.Latin1.GetString(bytes);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0);
        text = onlyFirst
            ? string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length))
            : text.Replace(from, to, StringComparison.Ordinal);
        return Reason(Encoding.Latin1.GetBytes(text));
    }

    private LlamaFailure? Reason(byte[] bytes)
    {
        var path = Path.Combine(_folder, "changed.gguf");
        File.WriteAllBytes(path, bytes);
        return Assert.Throws<LlamaException>(() => GgufModelCheck.Check(path)).Reason;
    }
}
