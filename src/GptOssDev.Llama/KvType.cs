namespace GptOssDev.Llama;

/// <summary>The number format of the keys and values kept for past tokens, in the native numbering.</summary>
public enum KvType
{
    F32 = 0,
    F16 = 1,
    Q8 = 8,
    BFloat16 = 30,
}
