namespace GptOssDev.Llama;

/// <summary>Whether the fused attention kernel is used, in the native numbering.</summary>
public enum FlashAttention
{
    Auto = -1,
    Disabled = 0,
    Enabled = 1,
}
