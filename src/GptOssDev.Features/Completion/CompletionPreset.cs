using GptOssDev.Inference;

namespace GptOssDev.Features.Completion;

/// <summary>What suits the machine a model runs on.</summary>
/// <param name="Candidates">How many candidates are written to choose one from.</param>
/// <param name="SideBySide">
/// Whether they are written at once. A GPU writes three nearly as fast as one; on processors each slows the others down, so
/// each goes alone, and the next only follows when nothing of it can be shown.
/// </param>
/// <param name="MinPause">Shortest pause in typing before a model is asked.</param>
/// <param name="MaxPause">Longest.</param>
/// <param name="Prefetch">Whether what could follow a shown suggestion is written while it is shown.</param>
internal sealed record CompletionPreset(
    int Candidates,
    bool SideBySide,
    TimeSpan MinPause,
    TimeSpan MaxPause,
    bool Prefetch
)
{
    public static CompletionPreset Gpu { get; } =
        new(3, SideBySide: true, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(150), Prefetch: true);

    /// <summary>For machines whose processors compute the model: they also run the editor and the build.</summary>
    public static CompletionPreset Processor { get; } =
        new(3, SideBySide: false, TimeSpan.FromMilliseconds(75), TimeSpan.FromMilliseconds(400), Prefetch: false);

    /// <param name="model">Null while no model is loaded.</param>
    public static CompletionPreset For(ModelInfo? model) => IsOnProcessor(model) ? Processor : Gpu;

    internal static bool IsOnProcessor(ModelInfo? model) => model is null or { GpuLayers: 0 } or { Backend: "CPU" };
}
