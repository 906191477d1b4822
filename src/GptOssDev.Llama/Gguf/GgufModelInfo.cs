namespace GptOssDev.Llama.Gguf;

/// <summary>What a model file's header says about the model: for listings, and checked before anything is loaded.</summary>
public sealed record GgufModelInfo
{
    public required string Architecture { get; init; }

    /// <summary>The name in the file, or null.</summary>
    public required string? Name { get; init; }

    /// <summary>Numbers in all tensors together.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Bytes of all tensors.</summary>
    public required long TensorBytes { get; init; }

    public required int TensorCount { get; init; }

    /// <summary>How many tensors there are of each number format, by the format's name.</summary>
    public required IReadOnlyDictionary<string, int> TensorTypes { get; init; }

    /// <summary>Tokens of context the model was trained for.</summary>
    public required int ContextLength { get; init; }

    public required int LayerCount { get; init; }

    public required int EmbeddingLength { get; init; }

    public required int ExpertCount { get; init; }

    public required int ExpertsUsed { get; init; }

    /// <summary>Tokens that a windowed layer sees.</summary>
    public required int SlidingWindow { get; init; }

    /// <summary>Where the bytes are, and what the memory of past tokens follows from.</summary>
    public required GgufLayout Layout { get; init; }

    public required string TokenizerModel { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Whether all tokens of the harmony format are in the vocabulary.</summary>
    public required bool HasHarmonyTokens { get; init; }

    /// <summary>Whether the vocabulary has tokens for filling a gap.</summary>
    public required bool HasFillInTheMiddle { get; init; }

    /// <summary>The files of the model, in order.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long FileBytes { get; init; }

    /// <summary>The metadata that is one value, as text, by key; long texts are cut.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}
