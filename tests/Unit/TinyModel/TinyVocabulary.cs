namespace GptOssDev.Tests.TinyModel;

/// <summary>A byte-level vocabulary: all bytes, a few merges of code, harmony's tokens as control tokens.</summary>
public static class TinyVocabulary
{
    private const int Normal = 1;
    private const int Control = 3;

    // Written with a space for the byte-level space, left to right in order of rank.
    private static readonly string[] _merges =
    [
        "i n",
        "r e",
        "e r",
        "o n",
        "in t",
        "s t",
        "a l",
        "re t",
        "u r",
        "ur n",
        "ret urn",
        "v o",
        "i d",
        "vo id",
        "st r",
        "in g",
        "str ing",
        "v a",
        "va r",
        "n e",
        "ne w",
        "p u",
        "b l",
        "i c",
        "pu bl",
        "publ ic",
    ];

    private static readonly string[] _special =
    [
        "<|startoftext|>",
        "<|endoftext|>",
        "<|return|>",
        "<|constrain|>",
        "<|channel|>",
        "<|start|>",
        "<|end|>",
        "<|message|>",
        "<|call|>",
    ];

    private static readonly string[] _fill = ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"];

    /// <summary>Adds the tokenizer's keys and returns the number of tokens.</summary>
    public static int AddTo(GgufBuilder gguf, bool fillInTheMiddle)
    {
        var tokens = Enumerable.Range(0, 256).Select(b => ByteText(b).ToString()).ToList();
        tokens.AddRange(_merges.Select(m => m.Replace(" ", "", StringComparison.Ordinal)));
        var normal = tokens.Count;
        tokens.AddRange(_special);
        if (fillInTheMiddle)
        {
            tokens.AddRange(_fill);
        }

        gguf.Add("tokenizer.ggml.model", "gpt2");
        gguf.Add("tokenizer.ggml.pre", "gpt-4o");
        gguf.Add("tokenizer.ggml.tokens", tokens);
        gguf.Add("tokenizer.ggml.token_type", [.. tokens.Select((_, i) => i < normal ? Normal : Control)]);
        gguf.Add("tokenizer.ggml.merges", _merges);
        gguf.Add("tokenizer.ggml.bos_token_id", Id(tokens, "<|startoftext|>"));
        gguf.Add("tokenizer.ggml.eos_token_id", Id(tokens, "<|return|>"));
        gguf.Add("tokenizer.ggml.padding_token_id", Id(tokens, "<|endoftext|>"));
        gguf.Add("tokenizer.ggml.add_bos_token", false);
        if (fillInTheMiddle)
        {
            gguf.Add("tokenizer.ggml.fim_pre_token_id", Id(tokens, _fill[0]));
            gguf.Add("tokenizer.ggml.fim_suf_token_id", Id(tokens, _fill[1]));
            gguf.Add("tokenizer.ggml.fim_mid_token_id", Id(tokens, _fill[2]));
        }

        return tokens.Count;
    }

    // Byte-level vocabularies write a byte that is no visible Latin-1 character as the next free one from U+0100.
    private static char ByteText(int value)
    {
        if (IsVisible(value))
        {
            return (char)value;
        }

        return (char)(0x100 + Enumerable.Range(0, value).Count(b => !IsVisible(b)));
    }

    private static bool IsVisible(int b) =>
        b is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static uint Id(List<string> tokens, string text) => (uint)tokens.IndexOf(text);
}
