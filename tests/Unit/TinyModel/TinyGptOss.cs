using System.Globalization;
using System.Runtime.InteropServices;

namespace GptOssDev.Tests.TinyModel;

/// <summary>
/// Makes tiny models of the gpt-oss architecture with random weights: real enough for the native library to load and
/// decode within milliseconds, useless for anything else.
/// </summary>
public static class TinyGptOss
{
    private const uint F32 = 0;
    private const uint Mxfp4 = 39;
    private const int Mxfp4Block = 32;

    /// <summary>Writes the model into the folder and returns the path of its (first) file.</summary>
    public static string Write(string folder, TinyGptOssOptions options, string name = "tiny")
    {
        var files = Build(options);
        var paths = files.Select((_, i) => Path.Combine(folder, FileName(name, i, files.Count))).ToList();
        foreach (var (path, bytes) in paths.Zip(files))
        {
            File.WriteAllBytes(path, bytes);
        }

        return paths[0];
    }

    /// <summary>The bytes of each file of the model.</summary>
    public static IReadOnlyList<byte[]> Build(TinyGptOssOptions options)
    {
        var shards = Enumerable.Range(0, options.Shards).Select(_ => new GgufBuilder()).ToList();
        AddKeys(shards[0], options);
        var vocabulary = TinyVocabulary.AddTo(shards[0], options.FillInTheMiddle);
        var tensors = Tensors(options, vocabulary).ToList();
        var random = new Random(options.Seed);
        for (var i = 0; i < tensors.Count; i++)
        {
            var (tensorName, type, shape, scale) = tensors[i];
            var data = type == Mxfp4 ? Blocks(random, shape) : Floats(random, shape, scale);
            shards[i * shards.Count / tensors.Count].Tensor(tensorName, type, shape, data);
        }

        for (var i = 0; i < shards.Count && shards.Count > 1; i++)
        {
            shards[i].Add("split.no", (ushort)i);
            shards[i].Add("split.count", (ushort)shards.Count);
            shards[i].Add("split.tensors.count", tensors.Count);
        }

        return [.. shards.Select(s => s.Build())];
    }

    private static string FileName(string name, int index, int count) =>
        count == 1
            ? name + ".gguf"
            : string.Create(CultureInfo.InvariantCulture, $"{name}-{index + 1:D5}-of-{count:D5}.gguf");

    private static void AddKeys(GgufBuilder gguf, TinyGptOssOptions options)
    {
        gguf.Add("general.architecture", "gpt-oss");
        gguf.Add("general.name", "tiny");
        gguf.Add("gpt-oss.block_count", (uint)options.Layers);
        gguf.Add("gpt-oss.context_length", (uint)options.ContextLength);
        gguf.Add("gpt-oss.embedding_length", (uint)options.Hidden);
        gguf.Add("gpt-oss.feed_forward_length", (uint)options.FeedForward);
        gguf.Add("gpt-oss.expert_feed_forward_length", (uint)options.FeedForward);
        gguf.Add("gpt-oss.attention.head_count", (uint)options.Heads);
        gguf.Add("gpt-oss.attention.head_count_kv", (uint)options.KvHeads);
        gguf.Add("gpt-oss.attention.key_length", (uint)options.HeadLength);
        gguf.Add("gpt-oss.attention.value_length", (uint)options.HeadLength);
        gguf.Add("gpt-oss.attention.sliding_window", (uint)options.SlidingWindow);
        gguf.Add("gpt-oss.attention.layer_norm_rms_epsilon", 1e-5f);
        gguf.Add("gpt-oss.rope.freq_base", 150000f);
        gguf.Add("gpt-oss.rope.scaling.type", "yarn");
        gguf.Add("gpt-oss.rope.scaling.factor", 32f);
        gguf.Add("gpt-oss.rope.scaling.original_context_length", (uint)options.ContextLength);
        gguf.Add("gpt-oss.expert_count", (uint)options.Experts);
        gguf.Add("gpt-oss.expert_used_count", (uint)options.ExpertsUsed);
    }

    private static IEnumerable<(string Name, uint Type, long[] Shape, float Scale)> Tensors(
        TinyGptOssOptions options,
        int vocabulary
    )
    {
        long hidden = options.Hidden;
        long queries = options.Heads * options.HeadLength;
        long keys = options.KvHeads * options.HeadLength;
        long ff = options.FeedForward;
        long experts = options.Experts;
        var expertType = options.Mxfp4Experts ? Mxfp4 : F32;
        // Scales near one over the square root of the width keep the activations from vanishing and exploding.
        var scale = 2 / MathF.Sqrt(options.Hidden);
        yield return ("token_embd.weight", F32, [hidden, vocabulary], 1);
        yield return ("output_norm.weight", F32, [hidden], 1);
        yield return ("output.weight", F32, [hidden, vocabulary], 2 * scale);
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var blk = string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.");
            yield return (blk + "attn_norm.weight", F32, [hidden], 1);
            yield return (blk + "post_attention_norm.weight", F32, [hidden], 1);
            yield return (blk + "attn_q.weight", F32, [hidden, queries], scale);
            yield return (blk + "attn_q.bias", F32, [queries], 0.1f);
            yield return (blk + "attn_k.weight", F32, [hidden, keys], scale);
            yield return (blk + "attn_k.bias", F32, [keys], 0.1f);
            yield return (blk + "attn_v.weight", F32, [hidden, keys], scale);
            yield return (blk + "attn_v.bias", F32, [keys], 0.1f);
            yield return (blk + "attn_output.weight", F32, [queries, hidden], scale);
            yield return (blk + "attn_output.bias", F32, [hidden], 0.1f);
            yield return (blk + "attn_sinks.weight", F32, [options.Heads], 0.5f);
            yield return (blk + "ffn_gate_inp.weight", F32, [hidden, experts], scale);
            yield return (blk + "ffn_gate_inp.bias", F32, [experts], 0.1f);
            yield return (blk + "ffn_gate_exps.weight", expertType, [hidden, ff, experts], scale);
            yield return (blk + "ffn_gate_exps.bias", F32, [ff, experts], 0.1f);
            yield return (blk + "ffn_up_exps.weight", expertType, [hidden, ff, experts], scale);
            yield return (blk + "ffn_up_exps.bias", F32, [ff, experts], 0.1f);
            yield return (blk + "ffn_down_exps.weight", expertType, [ff, hidden, experts], scale);
            yield return (blk + "ffn_down_exps.bias", F32, [hidden, experts], 0.1f);
        }
    }

    private static byte[] Floats(Random random, long[] shape, float scale)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((random.NextSingle() * 2) - 1) * scale;
        }

        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    // A block is an exponent byte (127 stands for one) and two four-bit numbers in each of 16 bytes.
    private static byte[] Blocks(Random random, long[] shape)
    {
        const int BlockBytes = 17;
        var blocks = shape.Aggregate(1L, (a, b) => a * b) / Mxfp4Block;
        var data = new byte[blocks * BlockBytes];
        random.NextBytes(data);
        for (var i = 0L; i < data.Length; i += BlockBytes)
        {
            data[i] = (byte)random.Next(122, 125);
        }

        return data;
    }
}
