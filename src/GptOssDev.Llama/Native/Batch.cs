using System.Runtime.InteropServices;

namespace GptOssDev.Llama.Native;

/// <summary>The native batch, field for field: arrays of one entry a token, passed by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Batch
{
    public int TokenCount;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public sbyte* Logits;
}
