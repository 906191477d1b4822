using GptOssDev.Inference.Memory;
using GptOssDev.Llama;

namespace GptOssDev.Inference;

/// <summary>How a model was loaded.</summary>
/// <param name="Plan">What was planned; a smaller one follows from it when memory runs out later.</param>
/// <param name="Host">Bytes in the machine's memory, as the native side told.</param>
/// <param name="Gpu">Bytes on the GPUs, as the native side told.</param>
/// <param name="Note">One line for the user where it is not as the settings or a large machine would have it; null for nothing.</param>
public sealed record LoadReport(
    MemoryPlan Plan,
    MemoryBreakdown Host,
    MemoryBreakdown Gpu,
    int Threads,
    int BatchTokens,
    bool FlashAttention,
    KvType KvType,
    string? Note
);
