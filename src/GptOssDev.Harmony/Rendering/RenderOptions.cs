namespace GptOssDev.Harmony.Rendering;

/// <summary>How a conversation is rendered.</summary>
public sealed record RenderOptions
{
    public static RenderOptions Default { get; } = new();

    public RenderMode Mode { get; init; } = RenderMode.Completion;

    public AnalysisPolicy Analysis { get; init; } = AnalysisPolicy.DropFinishedTurns;

    /// <summary>Who writes the next message; used in <see cref="RenderMode.Completion"/>.</summary>
    public Role NextRole { get; init; } = Role.Assistant;

    /// <summary>The beginning of the next message; used in <see cref="RenderMode.Completion"/>.</summary>
    public Prefill? Prefill { get; init; }
}
