namespace GptOssDev.Llama.Gguf;

/// <summary>Checks the tokenizer of a gpt-oss model: its kind, its vocabulary, and the tokens of the harmony format.</summary>
internal static class GptOssTokenizer
{
    // A bound on what a vocabulary can sensibly be; gpt-oss's has a fifth of it.
    private const int MaxTokens = 1 << 20;

    private static readonly string[] _preTokenizers = ["gpt-4o", "llama4", "qwen2", "llama-bpe", "gpt-2"];

    private static readonly byte[][] _harmony =
    [
        "<|start|>"u8.ToArray(),
        "<|end|>"u8.ToArray(),
        "<|message|>"u8.ToArray(),
        "<|channel|>"u8.ToArray(),
        "<|constrain|>"u8.ToArray(),
        "<|return|>"u8.ToArray(),
        "<|call|>"u8.ToArray(),
    ];

    private static readonly string[] _fillKeys =
    [
        "tokenizer.ggml.fim_pre_token_id",
        "tokenizer.ggml.fim_suf_token_id",
        "tokenizer.ggml.fim_mid_token_id",
    ];

    /// <summary>The vocabulary; throws when the tokenizer cannot be used.</summary>
    internal static GgufTexts Check(GgufFile file)
    {
        var model = Text(file, "tokenizer.ggml.model");
        var pre = Text(file, "tokenizer.ggml.pre");
        if (model != "gpt2" || pre is null || !_preTokenizers.Contains(pre))
        {
            throw Unsupported(file, $"has the tokenizer '{model ?? "none"}' with '{pre ?? "none"}'");
        }

        var tokens = Array(file, GgufMetadataReader.TokensKey)?.Texts;
        if (tokens is null || tokens.Count is 0 or > MaxTokens)
        {
            throw Unsupported(file, $"has a vocabulary of {tokens?.Count ?? 0} tokens");
        }

        if (Array(file, "tokenizer.ggml.merges") is not { ElementType: GgufValueType.Text })
        {
            throw Unsupported(file, "has no merges");
        }

        CheckTypes(file, tokens.Count);
        CheckScores(file, tokens.Count);
        CheckSpecials(file);
        CheckHarmony(file, tokens);
        // Two equal tokens end the process in the native loader. An empty one gets a text of its own there.
        var duplicate = tokens.FindDuplicate();
        return duplicate < 0 ? tokens : throw GgufReader.Corrupt(file.Path, $"has token {duplicate} twice");
    }

    internal static bool CanFillTheMiddle(GgufFile file) => _fillKeys.All(file.Metadata.ContainsKey);

    private static void CheckTypes(GgufFile file, int count)
    {
        // Six is a byte token, which this kind of vocabulary has not and the native side ends the process on.
        const int Least = 1;
        const int Most = 5;
        if (!file.Metadata.ContainsKey(GgufMetadataReader.TokenTypesKey))
        {
            throw Unsupported(file, "does not say which tokens are control tokens");
        }

        var types = Array(file, GgufMetadataReader.TokenTypesKey)?.Integers;
        if (types is null || types.Length != count || types.AsSpan().ContainsAnyExceptInRange(Least, Most))
        {
            throw GgufReader.Corrupt(file.Path, "has token kinds that do not fit its vocabulary");
        }
    }

    private static void CheckScores(GgufFile file, int count)
    {
        const string Key = "tokenizer.ggml.scores";
        if (
            file.Metadata.ContainsKey(Key)
            && (
                Array(file, Key) is not { ElementType: GgufValueType.Float32 or GgufValueType.Int32 } s
                || s.Count < count
            )
        )
        {
            throw GgufReader.Corrupt(file.Path, "has token scores that do not fit its vocabulary");
        }
    }

    private static void CheckSpecials(GgufFile file)
    {
        foreach (var (key, value) in file.Metadata)
        {
            if (!key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal))
            {
                continue;
            }

            var due =
                key.EndsWith("_token_id", StringComparison.Ordinal) ? GgufValueType.UInt32
                : key.StartsWith("tokenizer.ggml.add_", StringComparison.Ordinal) ? GgufValueType.Bool
                : value.Type;
            if (value.Type != due)
            {
                throw GgufReader.Corrupt(file.Path, $"has {key} as {value.Type}");
            }
        }
    }

    private static void CheckHarmony(GgufFile file, GgufTexts tokens)
    {
        foreach (var token in _harmony)
        {
            if (tokens.IndexOf(token) < 0)
            {
                throw new LlamaException(
                    LlamaFailure.MissingHarmonyTokens,
                    $"'{file.Path}' lacks the token {System.Text.Encoding.ASCII.GetString(token)}; it cannot speak the harmony format"
                );
            }
        }
    }

    private static string? Text(GgufFile file, string key) =>
        file.Metadata.TryGetValue(key, out var value) ? value.Text : null;

    private static GgufArray? Array(GgufFile file, string key) =>
        file.Metadata.TryGetValue(key, out var value) ? value.Array : null;

    private static LlamaException Unsupported(GgufFile file, string what) =>
        new(LlamaFailure.UnsupportedTokenizer, $"'{file.Path}' {what}; gpt-oss models have a byte-pair vocabulary");
}
