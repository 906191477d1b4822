namespace GptOssDev.Llama.Gguf;

/// <summary>The sizes of a gpt-oss model by its keys, checked against what the native loader and its graph need.</summary>
internal sealed record GptOssShape(
    int Layers,
    int Context,
    int Embedding,
    int FeedForward,
    int Heads,
    int KvHeads,
    int HeadLength,
    int SlidingWindow,
    int Experts,
    int ExpertsUsed,
    int WindowPattern
)
{
    private const string Prefix = "gpt-oss.";
    private const int MaxContext = 1 << 24;

    // The native side multiplies the window by the sequences in 32 bits.
    private const int MaxWindow = 1 << 20;
    private const int MaxWidth = 1 << 17;
    private const int MaxHeads = 1 << 12;
    private const int MaxHeadLength = 1 << 10;
    private const int MaxExperts = 1024;
    private const int MaxLayers = 512;

    // Windowed and full attention alternate where the file does not say otherwise.
    private const int UsualPattern = 2;

    internal static GptOssShape From(GgufFile file)
    {
        var keys = new KeyReader(file);
        var shape = new GptOssShape(
            keys.Required("block_count", 1, MaxLayers),
            keys.Required("context_length", 1, MaxContext),
            keys.Required("embedding_length", 1, MaxWidth),
            keys.Required("expert_feed_forward_length", 1, MaxWidth),
            keys.Required("attention.head_count", 1, MaxHeads),
            keys.Required("attention.head_count_kv", 1, MaxHeads),
            keys.Required("attention.key_length", 8, MaxHeadLength),
            keys.Required("attention.sliding_window", 1, MaxWindow),
            keys.Required("expert_count", 1, MaxExperts),
            keys.Required("expert_used_count", 1, MaxExperts),
            (int)Math.Min(keys.Optional("attention.sliding_window_pattern") ?? UsualPattern, int.MaxValue)
        );
        shape.CheckTogether(keys);
        CheckNumbers(keys);
        return shape;
    }

    private void CheckTogether(KeyReader keys)
    {
        keys.Require(Heads % KvHeads == 0, $"has {Heads} heads over {KvHeads} key heads");
        keys.Require(ExpertsUsed <= Experts, $"uses {ExpertsUsed} of {Experts} experts");
        keys.Require(HeadLength % 8 == 0, $"has heads of {HeadLength} numbers");
        foreach (
            var same in new[]
            {
                "attention.value_length",
                "attention.key_length_swa",
                "attention.value_length_swa",
                "rope.dimension_count",
                "rope.dimension_count_swa",
            }
        )
        {
            keys.Require((keys.Optional(same) ?? HeadLength) == HeadLength, $"has another {same} than key_length");
        }

        keys.Require((keys.Optional("embedding_length_out") ?? Embedding) == Embedding, "has another output width");
        foreach (
            var unused in new[]
            {
                "nextn_predict_layers",
                "expert_group_count",
                "expert_group_used_count",
                "pooling_type",
            }
        )
        {
            keys.Require((keys.Optional(unused) ?? 0) == 0, $"has {unused}, which gpt-oss models do not");
        }

        keys.Require(
            (keys.Optional("feed_forward_length") ?? 1) is >= 0 and <= MaxWidth,
            "has a bad feed_forward_length"
        );
        keys.Require(WindowPattern is >= 1 and <= MaxLayers, "has a bad sliding_window_pattern");
        keys.Require(
            (keys.Optional("rope.scaling.original_context_length") ?? 1) is >= 1 and <= MaxContext,
            "has a bad rope.scaling.original_context_length"
        );
    }

    private static void CheckNumbers(KeyReader keys)
    {
        keys.Require(keys.Number("attention.layer_norm_rms_epsilon") is >= 0 and < 1, "has a bad norm epsilon");
        foreach (var positive in new[] { "rope.freq_base", "rope.freq_base_swa" })
        {
            keys.Require((keys.Number(positive) ?? 1) is > 0 and < 1e15f, $"has a bad {positive}");
        }

        foreach (var factor in new[] { "rope.scaling.factor", "rope.scale_linear", "rope.scaling.attn_factor" })
        {
            keys.Require((keys.Number(factor) ?? 1) is > 1e-4f and < 1e6f, $"has a bad {factor}");
        }

        keys.Require(
            keys.Text("rope.scaling.type") is null or "none" or "linear" or "yarn",
            "has a bad rope.scaling.type"
        );
        keys.Require(keys.Flag("attention.causal") ?? true, "is not causal");
        keys.Flag("rope.scaling.finetuned");
        keys.Require(!keys.Has("classifier.output_labels"), "is a classifier");
    }

    // Reads keys with the exact kinds that the native loader asks for.
    private sealed class KeyReader(GgufFile file)
    {
        internal bool Has(string key) => file.Metadata.ContainsKey(Prefix + key);

        internal int Required(string key, int least, int most)
        {
            var value = Optional(key) ?? throw GgufReader.Corrupt(file.Path, $"lacks the key {Prefix}{key}");
            Require(value >= least && value <= most, $"has {Prefix}{key} as {value}");
            return (int)value;
        }

        internal long? Optional(string key) => Value(key, GgufValueType.UInt32) is { } v ? (uint)v.Bits : null;

        internal float? Number(string key) => Value(key, GgufValueType.Float32)?.Single;

        internal string? Text(string key) => Value(key, GgufValueType.Text)?.Text;

        internal bool? Flag(string key) => Value(key, GgufValueType.Bool) is { } v ? v.Bits != 0 : null;

        internal void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw GgufReader.Corrupt(file.Path, otherwise);
            }
        }

        private GgufValue? Value(string key, GgufValueType type) =>
            !file.Metadata.TryGetValue(Prefix + key, out var value) ? null
            : value.Type == type ? value
            : throw GgufReader.Corrupt(file.Path, $"has {Prefix}{key} as {value.Type}");
    }
}
