namespace GptOssDev.Inference;

/// <param name="ContextTokens">Cells of the KV cache, shared by all sequences.</param>
/// <param name="Backend">The device that computes, as llama.cpp names it: <c>CPU</c>, <c>CUDA0</c>, …</param>
public sealed record ModelInfo(
    string Name,
    string Path,
    string Architecture,
    long Parameters,
    long FileBytes,
    int ContextTokens,
    string Backend,
    int GpuLayers
)
{
    /// <summary>Null for a runner that does not tell.</summary>
    public LoadReport? Load { get; init; }
}

/// <summary>What the loaded model can do, read from its file and never from its name.</summary>
/// <param name="FillInTheMiddle">Null when the vocabulary has no such tokens.</param>
/// <param name="AnswerStops">Ids that end an answer: return, call and end of text.</param>
public sealed record ModelCapabilities(FillInTheMiddleTokens? FillInTheMiddle, IReadOnlySet<int> AnswerStops);

/// <summary>Token ids of a native fill-in-the-middle prompt.</summary>
/// <param name="Stops">Ids that end the middle: end of text, padding, repository and file marks.</param>
public sealed record FillInTheMiddleTokens(
    int Prefix,
    int Suffix,
    int Middle,
    int? RepositoryName,
    int? FileSeparator,
    IReadOnlySet<int> Stops
);
