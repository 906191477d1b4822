namespace GptOssDev.Llama.Gguf;

/// <summary>One entry of a tensor table: shape from the innermost dimension outward, offset from the data's start.</summary>
internal sealed record GgufTensor(string Name, GgufTensorType Type, GgufShape Shape, long Offset)
{
    /// <summary>Bytes of the tensor; the reader made sure that it is representable.</summary>
    internal long Bytes => Shape.Count / Type.BlockNumbers * Type.BlockBytes;
}

/// <summary>Four dimensions; the unused ones are one.</summary>
internal readonly record struct GgufShape(long D0, long D1 = 1, long D2 = 1, long D3 = 1)
{
    internal long Count => D0 * D1 * D2 * D3;

    public override string ToString() => $"{D0}x{D1}x{D2}x{D3}";
}
