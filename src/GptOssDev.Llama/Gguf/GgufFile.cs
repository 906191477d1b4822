namespace GptOssDev.Llama.Gguf;

/// <summary>The header of one GGUF file, read and bounds-checked.</summary>
internal sealed record GgufFile(
    string Path,
    long Length,
    IReadOnlyDictionary<string, GgufValue> Metadata,
    IReadOnlyList<GgufTensor> Tensors
);
