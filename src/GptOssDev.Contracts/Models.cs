using System.Text.Json;

namespace GptOssDev.Contracts;

/// <param name="Source"><c>bundled</c>, <c>user</c> or <c>path</c>.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
public sealed record ModelEntry(
    string Name,
    string Path,
    string Source,
    long FileBytes,
    bool IsDefault,
    string? Problem = null
);

public sealed record ModelListResult(IReadOnlyList<ModelEntry> Models);

/// <summary>Names a model by name or path; null is the default.</summary>
/// <param name="WorkDoneToken">Where loading is reported, a number or a string; null reports nothing.</param>
public sealed record ModelParams(string? Name = null, JsonElement? WorkDoneToken = null);

/// <param name="Tensors">How many of the model's tensors are of this type.</param>
public sealed record TensorTypeSummary(string Type, int Tensors);

/// <summary>What the file's header says, read without loading the weights.</summary>
public sealed record ModelInspectResult(
    string Name,
    string Path,
    IReadOnlyList<string> Files,
    long FileBytes,
    string Architecture,
    long Parameters,
    int Layers,
    int ContextTokens,
    int VocabularySize,
    string Tokenizer,
    bool HarmonyTokens,
    bool FillInTheMiddle,
    string? License,
    IReadOnlyList<TensorTypeSummary> Tensors
);
