namespace GptOssDev.Llama;

/// <summary>The number format of the keys and values kept for past tokens, in the native numbering.</summary>
public enum KvType
{
    F32 = 0,
    F16 = 1,
    Q4 = 2,
    Q8 = 8,
    BFloat16 = 30,
}

/// <summary>What follows from the format.</summary>
public static class KvTypes
{
    /// <summary>Numbers that a block holds together; the length of a head must be a multiple.</summary>
    public static int BlockNumbers(this KvType type) => Format(type).BlockNumbers;

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(this KvType type) => Format(type).BlockBytes;

    /// <summary>Whether only the fused attention kernel can read values of this format.</summary>
    public static bool NeedsFlashAttention(this KvType type) => type.BlockNumbers() > 1;

    private static GptOssDev.Llama.Gguf.GgufTensorType Format(KvType type) =>
        GptOssDev.Llama.Gguf.GgufTensorType.All[(uint)type];
}
