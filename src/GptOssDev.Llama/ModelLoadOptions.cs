namespace GptOssDev.Llama;

/// <summary>How a model's weights are loaded.</summary>
public sealed record ModelLoadOptions
{
    /// <summary>Layers kept in GPU memory; zero keeps all on the CPU, minus one moves all that a backend can take.</summary>
    public int GpuLayers { get; init; } = -1;

    /// <summary>The experts of this many first layers stay on the CPU, whatever the GPU holds of those layers besides.</summary>
    public int CpuExpertLayers { get; init; }

    /// <summary>Maps the file instead of copying it: quicker to open, and shared between processes.</summary>
    public bool UseMmap { get; init; } = true;

    /// <summary>Asks the system to keep the weights in memory.</summary>
    public bool UseMlock { get; init; }

    /// <summary>Called on the loading thread with 0..1; returning false cancels the load.</summary>
    public Func<float, bool>? Progress { get; init; }
}
